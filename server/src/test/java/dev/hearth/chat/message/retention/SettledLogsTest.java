package dev.hearth.chat.message.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PassedTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long messages wait for sessions that don't come.
class SettledLogsTest extends DirectoryOnBothEngines {
  private static final Duration KEEP = Duration.ofDays(7);

  private LogStore store;
  private final AtomicLong nanos = new AtomicLong();
  private PassedTime passed;
  private Retention retention;
  private User alice;
  private Session bobs;
  private ConversationId conversation;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS, PassedTime.MIGRATIONS);
  }

  @BeforeEach
  void meet(@TempDir Path folder) {
    store = RocksLog.open(folder.resolve("log"), positions);
    var relationships = new Relationships(directory);
    var conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 100);
    passed = new PassedTime(database(), positions, nanos::get);
    retention =
        new Retention(
            store, new SettledLogs(store, accounts, conversations), KEEP, passed, (_, _) -> {});
    alice = accounts.registerPerson("Alice");
    var bob = accounts.registerPerson("Bob");
    bobs = accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "Android");
    var contact = NewConversation.contact(alice.id(), bob.id());
    conversations.create(alice.id(), contact);
    conversation = contact.id();
    clock.turn(Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_key_outlives_what_was_said_with_it() {
    say(LogId.mailbox(bobs.id()), "SIGNAL_KEY");
    pass(Duration.ofDays(6));
    say(LogId.of(conversation), "SIGNAL_TEXT");

    pass(Duration.ofDays(6));
    sweep();
    assertThat(Entries.of(store, LogId.of(conversation), 0, 10)).hasSize(1);
    assertThat(Entries.of(store, LogId.mailbox(bobs.id()), 0, 10)).hasSize(1);

    pass(Duration.ofDays(2));
    sweep();
    assertThat(Entries.of(store, LogId.of(conversation), 0, 10)).isEmpty();
    assertThat(Entries.of(store, LogId.mailbox(bobs.id()), 0, 10)).hasSize(1);

    pass(Duration.ofDays(17));
    sweep();
    assertThat(Entries.of(store, LogId.mailbox(bobs.id()), 0, 10)).isEmpty();
  }

  @Test
  void entries_that_waited_for_a_signed_out_device_go_at_once() {
    say(LogId.mailbox(bobs.id()), "SIGNAL_KEY");
    say(LogId.of(conversation), "SIGNAL_TEXT");

    accounts.revoke(bobs.id());
    sweep();

    assertThat(Entries.of(store, LogId.mailbox(bobs.id()), 0, 10)).isEmpty();
    assertThat(Entries.of(store, LogId.of(conversation), 0, 10)).isEmpty();
  }

  @Test
  void the_cursors_of_a_session_go_once_it_has_ended_and_no_others() {
    var log = LogId.of(conversation);
    var stays = accounts.openSession(alice.id(), SessionKeyPair.generate().key(), "Android").id();
    var moves = Stream.of(bobs.id(), stays).map(id -> new CursorMove(id, log, Cursor.at(9)));
    store.commit(new LogStore.Batch(List.of(), moves.toList(), List.of()));
    var ended = new EndedSessions(store, accounts);
    assertThat(ended.sweep()).isFalse();
    assertThat(store.cursor(bobs.id(), log)).isPresent();

    accounts.revoke(bobs.id());
    assertThat(ended.sweep()).isFalse();

    assertThat(store.cursor(bobs.id(), log)).isEmpty();
    assertThat(store.cursor(stays, log)).isPresent();
  }

  @Test
  void a_clock_that_leaps_ahead_by_eight_days_deletes_nothing_early() {
    say(LogId.of(conversation), "SIGNAL_TEXT");
    sweep();

    clock.turn(Duration.ofDays(8));
    sweep();
    assertThat(Entries.of(store, LogId.of(conversation), 0, 10)).hasSize(1);

    pass(Duration.ofDays(6));
    sweep();
    assertThat(Entries.of(store, LogId.of(conversation), 0, 10)).hasSize(1);
    pass(Duration.ofDays(1).plusSeconds(1));
    sweep();
    assertThat(Entries.of(store, LogId.of(conversation), 0, 10)).isEmpty();
  }

  @Test
  void message_ids_outlive_a_clock_that_leaps_ahead_by_a_year() {
    MessageId id = say(LogId.of(conversation), "SIGNAL_TEXT");
    sweep();

    clock.turn(Duration.ofDays(365));
    sweep();

    assertThat(store.find(id)).isPresent();
  }

  /// Time passes, as the server sees it when it runs.
  private void pass(Duration time) {
    for (long day = 0; day < time.toDays(); day++) {
      tick(Duration.ofDays(1));
    }
    tick(time.minusDays(time.toDays()));
  }

  private void tick(Duration time) {
    clock.turn(time);
    nanos.addAndGet(time.toNanos());
    passed.look();
  }

  private MessageId say(LogId to, String category) {
    var message = Drafts.message(MessageId.random(), alice.id(), conversation, category, "sealed");
    store.commit(
        new LogStore.Batch(List.of(new Draft(message, List.of(to))), List.of(), List.of()));
    return message.id();
  }

  /// A whole round.
  private void sweep() {
    while (retention.sweep()) {
      // a step
    }
  }
}
