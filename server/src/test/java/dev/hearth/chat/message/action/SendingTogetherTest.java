package dev.hearth.chat.message.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.action.Sending.Sent;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.LogFull;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.SteppedAppender;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.FairQueue.QueueBounds;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.Health;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A list of messages of which the log refuses one after all of them were checked.
class SendingTogetherTest {
  private static final Rate PLENTY = new Rate(1_000_000, 1_000_000, Duration.ofSeconds(1));
  private static final QueueBounds ROOM = QueueBounds.of(10_000, 1 << 20);

  @TempDir private Path folder;

  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final PositionClock positions = new PositionClock(clock);
  private final DiskSpace space = new DiskSpace(() -> Long.MAX_VALUE, 0, new Health());
  private final List<Sent> answers = new ArrayList<>();
  private boolean full;
  private RocksLog store;
  private Database database;
  private SteppedAppender log;
  private Accounts accounts;
  private Relationships relationships;
  private Conversations conversations;
  private Caller alice;
  private ConversationId conversation;

  @BeforeEach
  void open() {
    store = RocksLog.open(folder.resolve("log"), positions);
    database =
        TestingDatabase.in(
            folder, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS);
    var directory = new Directory(database, positions);
    accounts = new Accounts(directory, ServerKey.generate());
    relationships = new Relationships(directory);
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 100);
    var user = accounts.registerPerson("Alice").id();
    alice = new Caller(user, SessionId.random(), false, 0);
    var contact = NewConversation.contact(user, accounts.registerPerson("Bob").id());
    conversations.create(user, contact);
    conversation = contact.id();
    log = appender(ROOM);
  }

  @AfterEach
  void close() {
    database.close();
    store.close();
  }

  @Test
  void a_later_message_whose_id_is_taken_is_named_and_the_others_are_stored() {
    var sending = sending(ROOM);
    var taken = MessageId.random();
    store.commit(
        new LogStore.Batch(
            List.of(
                Drafts.to(
                    Drafts.message(
                        taken, UserId.random(), ConversationId.random(), "PLAIN_TEXT", "other"),
                    LogId.of(ConversationId.random()))),
            List.of(),
            List.of()));

    sending.sendAll(alice, List.of(text("one"), text("two", taken), text("three")), answers::add);
    commitAll();

    assertThat(refusal().code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refusal().index()).isEqualTo(OptionalInt.of(1));
    assertThat(stored()).containsExactly("one", "three");
  }

  @Test
  void of_several_refusals_the_first_in_the_list_is_named_whichever_comes_first() {
    var sending = sending(new QueueBounds(100, 1 << 20, 2, 1 << 20));
    var taken = MessageId.random();
    var others = Drafts.message(taken, UserId.random(), conversation, "PLAIN_TEXT", "other");
    store.commit(
        new LogStore.Batch(
            List.of(Drafts.to(others, LogId.of(ConversationId.random()))), List.of(), List.of()));

    // The third finds no room at once; the first is refused only when it is written.
    sending.sendAll(alice, List.of(text("one", taken), text("two"), text("three")), answers::add);
    assertThat(answers).isEmpty();
    commitAll();

    assertThat(refusal().code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refusal().index()).isEqualTo(OptionalInt.of(0));
    assertThat(stored()).containsExactly("two");
  }

  @Test
  void a_list_that_is_sent_again_after_a_refusal_is_stored_once() {
    var sending = sending(new QueueBounds(100, 1 << 20, 2, 1 << 20));
    var messages = List.of(text("one"), text("two"), text("three"));

    sending.sendAll(alice, messages, answers::add);
    commitAll();
    assertThat(refusal().findSpent().orElseThrow().allowance()).isEqualTo("log.queue");
    assertThat(refusal().index()).isEqualTo(OptionalInt.of(2));
    assertThat(stored()).containsExactly("one", "two");

    answers.clear();
    sending(ROOM).sendAll(alice, messages, answers::add);
    commitAll();

    assertThat(answers).hasSize(1).allMatch(Sent.Accepted.class::isInstance);
    assertThat(stored()).containsExactly("one", "two", "three");
  }

  @Test
  void a_disk_that_fills_up_after_the_check_refuses_the_list_and_keeps_nothing_of_it() {
    var sending = sending(ROOM);
    var messages = List.of(text("one"), text("two"));
    full = true;

    sending.sendAll(alice, messages, answers::add);
    commitAll();

    assertThat(refusal().code()).isEqualTo(ErrorCode.BLAZE_SERVER);
    assertThat(refusal().index()).isEqualTo(OptionalInt.of(0));
    assertThat(stored()).isEmpty();
  }

  private Sending sending(QueueBounds bounds) {
    log = appender(bounds);
    var allowances = new Allowances(clock, new SimpleMeterRegistry());
    return new Sending(
        accounts,
        relationships,
        conversations,
        new ConversationDevices(accounts),
        new MessageCosts(
            allowances.of("sending", PLENTY),
            allowances.of("undelivered", PLENTY),
            allowances.of("asides", PLENTY)),
        log,
        clock);
  }

  private SteppedAppender appender(QueueBounds bounds) {
    return new SteppedAppender(diskOf(store), (_, _) -> {}, bounds, space);
  }

  /// The store, on a disk that is full as long as the test says so.
  private LogStore diskOf(LogStore real) {
    return (LogStore)
        Proxy.newProxyInstance(
            LogStore.class.getClassLoader(),
            new Class<?>[] {LogStore.class},
            (_, method, arguments) -> {
              if (full && method.getName().equals("commit")) {
                throw new LogFull("the disk is full", new IOException("no room"));
              }
              return method.invoke(real, arguments);
            });
  }

  private void commitAll() {
    while (log.step()) {
      // a commit
    }
  }

  /// The one answer, which says no.
  private Refusal refusal() {
    assertThat(answers).hasSize(1);
    return ((Sent.Refused) answers.getFirst()).refusal();
  }

  private List<String> stored() {
    return Entries.of(store, LogId.of(conversation), 0, 100).stream().map(Drafts::payload).toList();
  }

  private MessageRequest text(String text) {
    return text(text, MessageId.random());
  }

  private MessageRequest text(String text, MessageId id) {
    return MessageRequest.of(conversation, id, "PLAIN_TEXT", text.getBytes(UTF_8));
  }
}
