package dev.hearth.chat.message.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Appender;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.TestingAppender;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The directory's notices, when their ids are already in use.
class NoticesTest extends DirectoryOnBothEngines {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Outbox outbox;
  private Conversations conversations;
  private Contacts contacts;
  private LogStore store;
  private Appender appender;
  private UserId alice;
  private UserId mallory;
  private User bot;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS);
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    outbox = directory.outbox();
    var relationships = new Relationships(directory);
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 10);
    contacts = new Contacts(directory, relationships, conversations);
    store = RocksLog.open(folder.resolve("log"), positions);
    appender = TestingAppender.of(store);
    alice = person("Alice");
    mallory = person("Mallory");
    bot = accounts.registerBot("Echo", Optional.of(alice));
  }

  @AfterEach
  void close() {
    appender.close();
    store.close();
  }

  @Test
  void a_notice_whose_id_is_taken_goes_out_under_another_one() throws Exception {
    ConversationId group = group();
    String code = conversations.find(group).flatMap(each -> each.codeId()).orElseThrow();
    conversations.join(mallory, code);
    MessageId taken = outbox.next(10).getLast().id();
    say(taken, mallory, ConversationId.random());

    List<Entry> told = toldIn(group);

    assertThat(told)
        .hasSize(2)
        .last()
        .satisfies(joined -> assertThat(Drafts.payload(joined)).contains("JOIN"))
        .satisfies(joined -> assertThat(joined.message().id()).isNotEqualTo(taken));
    assertThat(meters.counter("hearth.notices.taken").count()).isEqualTo(1);
  }

  @Test
  void a_notice_that_is_in_the_log_already_is_not_told_again() throws Exception {
    ConversationId group = group();
    toldIn(group);
    conversations.join(mallory, conversations.find(group).orElseThrow().codeId().orElseThrow());
    var joined = outbox.next(1).getFirst();
    // As after a crash between the log's commit and the outbox's.
    append(
        Drafts.to(
            new Message(
                joined.id(),
                group,
                Accounts.SYSTEM,
                Optional.empty(),
                joined.category(),
                joined.payload().getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                Optional.empty(),
                false,
                0),
            LogId.of(group)));

    assertThat(toldIn(group)).hasSize(2);
    assertThat(meters.counter("hearth.notices.taken").count()).isZero();
  }

  @Test
  void a_notice_that_an_earlier_version_left_is_told() throws Exception {
    ConversationId group = group();
    database()
        .change(handle ->
            handle.execute(
                "UPDATE outbox SET message_id = ?",
                UUID.nameUUIDFromBytes(new byte[] {1, 2, 3}).toString()));

    assertThat(toldIn(group)).singleElement().extracting(Drafts::payload).asString().isNotEmpty();
  }

  @Test
  void a_bot_learns_of_a_user_who_knows_how_ids_were_made() throws Exception {
    ConversationId contact = ConversationId.ofContact(mallory, bot.id());
    conversations.create(mallory, NewConversation.contact(mallory, bot.id()));
    String name = contact + " Hello from " + mallory;
    say(
        new MessageId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
        mallory,
        ConversationId.random());

    contacts.add(mallory, bot);

    assertThat(toldIn(contact)).singleElement().extracting(Drafts::payload).isEqualTo("Hello");
  }

  private ConversationId group() {
    var wanted = NewConversation.group(ConversationId.random(), "Friends", List.of());
    conversations.create(alice, wanted);
    return wanted.id();
  }

  private void say(MessageId id, UserId author, ConversationId conversation) throws Exception {
    var message = Drafts.message(id, author, conversation, "PLAIN_TEXT", "first");
    append(Drafts.to(message, LogId.of(conversation)));
  }

  private void append(Draft draft) throws Exception {
    var outcome = new CompletableFuture<Appended>();
    appender.appendDraft(draft, outcome::complete);
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(Appended.Stored.class);
  }

  /// The entries in the log of a conversation, once the outbox is empty.
  private List<Entry> toldIn(ConversationId conversation) throws Exception {
    try (var backgroundTasks = new BackgroundTasks(meters)) {
      new Notices(outbox, accounts, appender, backgroundTasks, new NoticeMeters(meters));
      Eventually.holds("the outbox is empty", () -> outbox.next(1).isEmpty());
    }
    return Entries.of(store, LogId.of(conversation), 0, 100);
  }
}
