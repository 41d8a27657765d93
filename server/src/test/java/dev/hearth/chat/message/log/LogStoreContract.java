package dev.hearth.chat.message.log;

import static dev.hearth.chat.message.log.Drafts.message;
import static dev.hearth.chat.message.log.Drafts.text;
import static dev.hearth.chat.message.log.Drafts.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.TestingClock;
import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The promises of every engine of the log.
public abstract class LogStoreContract {
  protected final TestingClock clock =
      new TestingClock(Instant.parse("2026-01-02T03:04:05.000006Z"));

  private final UserId alice = UserId.random();
  private final UserId bob = UserId.random();
  private final ConversationId conversation = ConversationId.random();
  private final LogId log = LogId.of(conversation);
  private LogStore store;

  /// Opens the one store of this test; what an earlier one stored is there.
  protected abstract LogStore open(InstantSource clock);

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  // -- entries

  @Test
  void an_entry_comes_back_as_it_was_said() {
    Message plain = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "hello");
    Message full =
        new Message(
            MessageId.random(),
            conversation,
            alice,
            Optional.empty(),
            "X".repeat(64),
            new byte[] {0, -1, 127, -128},
            Optional.of(bob),
            Optional.of(plain.id()),
            true,
            604_800);
    LogId mailbox = LogId.mailbox(SessionId.random());

    var stored = commit(to(plain, log), to(full, log, mailbox));

    assertThat(Entries.of(store, log, 0, 10))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(entries(stored.get(0)).getFirst(), entries(stored.get(1)).getFirst());
    assertThat(Entries.of(store, mailbox, 0, 10))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(entries(stored.get(1)).getLast());
    assertThat(Entries.of(store, mailbox, 0, 10).getFirst().message())
        .usingRecursiveComparison()
        .isEqualTo(full);
  }

  @Test
  void reads_are_refused_to_a_thread_that_never_waits() {
    var session = SessionId.random();
    Map<String, Runnable> reads =
        Map.of(
            "read", () -> Entries.of(store, log, 0, 1),
            "find", () -> store.find(MessageId.random()),
            "find in a log", () -> store.find(MessageId.random(), log),
            "cursor", () -> store.cursor(session, log),
            "cursors", () -> store.cursors(session),
            "firstAfter", () -> store.firstAfter(List.of(log), new long[] {0}),
            "receipts", () -> store.receipts(alice, 0, 1),
            "logs", () -> store.logs(Optional.empty(), 1),
            "sessions", () -> store.sessions(Optional.empty(), 1));

    reads.forEach((name, read) -> {
      assertThatThrownBy(NeverWaits.on(read)::run)
          .as(name)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("never waits: call from a virtual thread");
      read.run(); // on this thread it is allowed
    });
    NeverWaits.on(() -> assertThat(store.horizon()).isEqualTo(store.horizon())).run();
  }

  @Test
  void an_empty_and_a_big_payload_come_back_whole() {
    byte[] big = new byte[3 << 20];
    new Random(1).nextBytes(big);
    Message empty = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "");

    commit(to(empty, log), to(withPayload(empty, big), log));

    List<Entry> read = Entries.of(store, log, 0, 10);
    assertThat(read.get(0).message().payload()).isEmpty();
    assertThat(read.get(1).message().payload()).isEqualTo(big);
  }

  @Test
  void entries_are_read_in_the_order_in_which_they_were_committed() {
    for (int batch = 0; batch < 5; batch++) {
      int first = batch * 20;
      commit(
          IntStream.range(first, first + 20)
              .mapToObj(i -> text(alice, conversation, "" + i))
              .toArray(Draft[]::new));
    }

    List<Entry> all = Entries.of(store, log, 0, 1_000);
    assertThat(all)
        .extracting(Drafts::payload)
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
    assertThat(Entries.of(store, log, all.get(49).position(), 10))
        .extracting(Entry::position)
        .containsExactlyElementsOf(all.subList(50, 60).stream().map(Entry::position).toList());
  }

  @Test
  void a_read_is_bounded_by_its_limit_by_bytes_and_by_the_ends_of_the_log() {
    commit(
        text(alice, conversation, "12345"),
        text(alice, conversation, "67890"),
        text(alice, conversation, "abcde"));
    long last = Entries.of(store, log, 0, 10).getLast().position();

    assertThat(Entries.of(store, log, 0, 2)).hasSize(2);
    assertThat(Entries.of(store, log, 0, 0)).isEmpty();
    assertThat(store.read(log, 0, 10, 1)).hasSize(1);
    assertThat(store.read(log, 0, 10, 10)).hasSize(2);
    assertThat(store.read(log, 0, 10, 11)).hasSize(3);
    assertThat(Entries.of(store, log, -5, 10)).hasSize(3);
    assertThat(Entries.of(store, log, last - 1, 10)).hasSize(1);
    assertThat(Entries.of(store, log, last, 10)).isEmpty();
    assertThat(Entries.of(store, log, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(Entries.of(store, LogId.mailbox(SessionId.random()), 0, 10)).isEmpty();
  }

  @Test
  void each_entry_names_the_one_before_it_also_after_a_restart() {
    ConversationId other = ConversationId.random();
    commit(text(alice, conversation, "1"), text(alice, other, "1"), text(bob, conversation, "2"));
    commit(text(alice, conversation, "3"));
    reopen();
    commit(text(alice, conversation, "4"), text(alice, other, "2"));

    assertChained(log);
    assertChained(LogId.of(other));
  }

  @Test
  void a_thousand_logs_keep_apart() {
    List<ConversationId> conversations =
        IntStream.range(0, 1_000).mapToObj(i -> ConversationId.random()).toList();

    for (int round = 0; round < 3; round++) {
      String said = "round " + round;
      commit(conversations.stream().map(to -> text(alice, to, said)).toArray(Draft[]::new));
    }

    for (ConversationId each : conversations) {
      assertThat(Entries.of(store, LogId.of(each), 0, 10))
          .extracting(Drafts::payload)
          .containsExactly("round 0", "round 1", "round 2");
      assertChained(LogId.of(each));
    }
    assertThat(allLogs(7))
        .containsExactlyInAnyOrderElementsOf(conversations.stream().map(LogId::of).toList());
  }

  // -- positions

  @Test
  void a_position_is_the_time_and_rises_while_the_clock_stands() {
    var stored =
        commit(
            text(alice, conversation, "1"),
            text(alice, ConversationId.random(), "2"),
            text(alice, conversation, "3"));
    clock.turn(Duration.ofSeconds(1));
    var later = commit(text(alice, conversation, "4"));

    long start = clock.micros() - 1_000_000;
    assertThat(stored).extracting(this::position).containsExactly(start, start + 1, start + 2);
    assertThat(position(later.getFirst())).isEqualTo(start + 1_000_000);
  }

  @Test
  void a_position_never_goes_back_even_if_the_clock_does_while_nobody_looks() {
    long before = position(commit(text(alice, conversation, "1")).getFirst());

    clock.turn(Duration.ofDays(-1));
    long turnedBack = position(commit(text(alice, conversation, "2")).getFirst());
    reopen();
    long restarted = position(commit(text(alice, ConversationId.random(), "3")).getFirst());

    assertThat(turnedBack).isEqualTo(before + 1);
    assertThat(restarted).isEqualTo(before + 2);
  }

  @Test
  void a_position_is_not_given_out_again_once_its_entries_are_gone() {
    long before = position(commit(text(alice, conversation, "1")).getFirst());
    store.expire(log, before);
    forgetAll(before + 1);
    clock.turn(Duration.ofDays(-1));

    reopen();

    assertThat(position(commit(text(alice, conversation, "2")).getFirst())).isGreaterThan(before);
  }

  @Test
  void a_message_stands_in_several_logs_at_one_position() {
    LogId first = LogId.mailbox(SessionId.random());
    LogId second = LogId.mailbox(SessionId.random());
    Message message = message(MessageId.random(), alice, conversation, "SIGNAL_KEY", "k");

    Appended outcome = commit(to(message, first, second)).getFirst();

    assertThat(entries(outcome)).extracting(Entry::log).containsExactly(first, second);
    assertThat(entries(outcome))
        .extracting(Entry::position)
        .containsExactly(position(outcome), position(outcome));
    assertThat(store.find(message.id(), first).orElseThrow().position())
        .isEqualTo(position(outcome));
    assertThat(store.find(message.id(), second).orElseThrow().log()).isEqualTo(second);
    assertThat(store.find(message.id(), log)).isEmpty();
  }

  @Test
  void the_horizon_is_behind_all_that_is_stored_and_before_all_that_comes() {
    assertThat(store.horizon()).isZero();
    long stored = position(commit(text(alice, conversation, "1")).getFirst());

    long horizon = store.horizon();
    reopen();

    assertThat(horizon).isGreaterThanOrEqualTo(stored);
    assertThat(store.horizon()).isEqualTo(horizon);
    assertThat(position(commit(text(alice, conversation, "2")).getFirst())).isGreaterThan(horizon);
  }

  // -- ids

  @Test
  void an_id_sent_again_is_stored_once_and_answered_with_the_first_position() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "first");
    Message changed = withPayload(message, new byte[] {1}, message.id());
    Appended first = commit(to(message, log)).getFirst();
    clock.turn(Duration.ofSeconds(1));

    Appended again = commit(to(changed, log)).getFirst();
    reopen();
    Appended afterRestart = commit(to(message, log)).getFirst();

    assertThat(again).isEqualTo(new Appended.Duplicate(position(first)));
    assertThat(afterRestart).isEqualTo(again);
    assertThat(Entries.of(store, log, 0, 10)).extracting(Drafts::payload).containsExactly("first");
  }

  @Test
  void an_id_twice_in_one_batch_is_stored_once() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");

    var outcomes = commit(to(message, log), to(message, log), text(alice, conversation, "2"));

    assertThat(outcomes.get(1)).isEqualTo(new Appended.Duplicate(position(outcomes.get(0))));
    assertThat(Entries.of(store, log, 0, 10)).extracting(Drafts::payload).containsExactly("1", "2");
    assertChained(log);
  }

  @Test
  void an_id_of_another_author_or_conversation_is_taken() {
    ConversationId other = ConversationId.random();
    MessageId id = MessageId.random();
    Message message = message(id, alice, conversation, "PLAIN_TEXT", "1");

    var outcomes =
        commit(
            to(message, log),
            to(message(id, bob, conversation, "PLAIN_TEXT", "2"), log),
            to(message(id, alice, other, "PLAIN_TEXT", "3"), LogId.of(other)));

    assertThat(outcomes.subList(1, 3))
        .containsExactly(new Appended.IdTaken(), new Appended.IdTaken());
    assertThat(commit(to(message(id, bob, conversation, "PLAIN_TEXT", "4"), log)))
        .containsExactly(new Appended.IdTaken());
    assertThat(Entries.of(store, log, 0, 10)).hasSize(1);
    assertThat(Entries.of(store, LogId.of(other), 0, 10)).isEmpty();
  }

  @Test
  void an_id_can_be_filed_without_a_log() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");

    Appended outcome = commit(to(message)).getFirst();

    assertThat(entries(outcome)).isEmpty();
    assertThat(commit(to(message))).containsExactly(new Appended.Duplicate(position(outcome)));
    assertThat(store.find(message.id()).orElseThrow().position()).isEqualTo(position(outcome));
    assertThat(allLogs(10)).isEmpty();
  }

  @Test
  void a_message_is_found_by_its_id() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");

    long position = position(commit(to(message, log)).getFirst());

    assertThat(store.find(message.id()))
        .contains(
            new Indexed(
                message.id(),
                conversation,
                alice,
                List.of(log),
                position,
                MessageStatus.SENT,
                true));
    assertThat(store.find(MessageId.random())).isEmpty();
    assertThat(store.find(MessageId.random(), log)).isEmpty();
  }

  @Test
  void where_a_message_was_put_is_known_also_when_it_has_come_further() {
    LogId first = LogId.mailbox(SessionId.random());
    LogId second = LogId.mailbox(SessionId.random());
    Message toSome = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");
    Message toBoth = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "2");
    Message toNobody = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "3");
    commit(to(toSome, first, second), to(toBoth, log, first), to(toNobody));

    acknowledge(toSome, bob, MessageStatus.READ);
    reopen();

    assertThat(store.find(toSome.id()).orElseThrow().logs()).containsExactly(first, second);
    assertThat(store.find(toSome.id()).orElseThrow().saidToAll()).isFalse();
    assertThat(store.find(toBoth.id()).orElseThrow().logs()).containsExactly(log, first);
    assertThat(store.find(toBoth.id()).orElseThrow().saidToAll()).isTrue();
    assertThat(store.find(toNobody.id()).orElseThrow().logs()).isEmpty();
  }

  // -- recalls

  @Test
  void a_recalled_message_loses_its_payload_and_keeps_its_place_in_every_log() {
    LogId mailbox = LogId.mailbox(SessionId.random());
    Message target = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "secret");
    commit(text(alice, conversation, "before"));
    long position = position(commit(to(target, log, mailbox)).getFirst());
    commit(text(alice, conversation, "after"));
    store.expire(mailbox, position - 1);

    var outcome = commit(recall(target)).getFirst();
    reopen();

    assertThat(outcome).isInstanceOf(Appended.Stored.class);
    assertThat(Entries.of(store, log, 0, 10))
        .extracting(Drafts::payload)
        .containsExactly("before", "", "after", "recall");
    assertThat(Entries.of(store, log, 0, 10))
        .extracting(Entry::erased)
        .containsExactly(false, true, false, false);
    assertThat(Entries.of(store, mailbox, 0, 10))
        .extracting(Entry::position, Entry::erased, Drafts::payload)
        .containsExactly(tuple(position, true, ""));
    assertThat(store.find(target.id(), log).orElseThrow().message())
        .usingRecursiveComparison()
        .isEqualTo(target.withPayload(new byte[0]));
    assertChained(log);
  }

  @Test
  void a_message_recalled_in_the_batch_that_brings_it_never_had_a_payload() {
    LogId mailbox = LogId.mailbox(SessionId.random());
    Message target = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "secret");

    var outcomes = commit(to(target, log, mailbox), recall(target));

    assertThat(entries(outcomes.getFirst()))
        .extracting(Entry::log, Entry::erased, Drafts::payload)
        .containsExactly(tuple(log, true, ""), tuple(mailbox, true, ""));
    assertThat(Entries.of(store, log, 0, 10))
        .extracting(Drafts::payload)
        .containsExactly("", "recall");
    assertThat(Entries.of(store, mailbox, 0, 10)).extracting(Entry::erased).containsExactly(true);
    assertChained(log);
  }

  @Test
  void a_message_that_may_not_be_taken_back_stays_and_the_recall_is_not_stored() {
    Message target = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "mine");
    Message recall = message(MessageId.random(), bob, conversation, "MESSAGE_RECALL", "recall");
    commit(to(target, log));

    var outcomes =
        commit(
            recalling(recall, target.id(), known -> known.author().equals(bob)),
            recalling(recall, MessageId.random(), known -> true));

    assertThat(outcomes).containsExactly(new Appended.NotAllowed(), new Appended.NotAllowed());
    assertThat(Entries.of(store, log, 0, 10)).extracting(Drafts::payload).containsExactly("mine");
    assertThat(store.find(recall.id())).isEmpty();
    assertThat(commit(to(recall, log)).getFirst()).isInstanceOf(Appended.Stored.class);
  }

  @Test
  void a_message_is_taken_back_again_and_after_its_entries_are_gone() {
    Message target = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "secret");
    long position = position(commit(to(target, log)).getFirst());
    Draft first = recall(target);

    assertThat(commit(first, recall(target))).hasOnlyElementsOfType(Appended.Stored.class);
    assertThat(commit(first).getFirst()).isInstanceOf(Appended.Duplicate.class);
    store.expire(log, position);
    assertThat(commit(recall(target)).getFirst()).isInstanceOf(Appended.Stored.class);

    assertThat(Entries.of(store, log, 0, 10))
        .extracting(Drafts::payload)
        .containsExactly("recall", "recall", "recall");
  }

  // -- cursors

  @Test
  void a_cursor_comes_back_with_what_is_beyond_it() {
    SessionId session = SessionId.random();
    Cursor first = Cursor.at(5).acknowledge(10, 12).acknowledge(100, 1_000_000_000_000L);
    Cursor moved = first.skipTo(11);
    var other = new CursorMove(session, LogId.mailbox(session), Cursor.at(clock.micros()));

    commit(new CursorMove(session, log, first), other);
    assertThat(store.cursor(session, log)).contains(first);
    commit(new CursorMove(session, log, moved));
    reopen();

    assertThat(store.cursor(session, log)).contains(moved);
    assertThat(store.cursor(session, other.log())).contains(other.cursor());
    assertThat(store.cursor(SessionId.random(), log)).isEmpty();
  }

  @Test
  void an_older_cursor_takes_nothing_back() {
    SessionId session = SessionId.random();
    Cursor older = Cursor.at(10).acknowledge(30, 40);
    Cursor newer = Cursor.at(20).acknowledge(50, 60);
    commit(new CursorMove(session, log, newer));

    commit(new CursorMove(session, log, older));

    Cursor both = Cursor.at(20).acknowledge(30, 40).acknowledge(50, 60);
    assertThat(store.cursor(session, log)).contains(both);
  }

  @Test
  void after_a_session_is_forgotten_its_cursors_begin_anew() {
    SessionId session = SessionId.random();
    commit(new CursorMove(session, log, Cursor.at(20)));
    store.forget(session);

    commit(new CursorMove(session, log, Cursor.at(10)));

    assertThat(store.cursor(session, log)).contains(Cursor.at(10));
  }

  @Test
  void sessions_with_cursors_are_listed_once_each_and_page_by_page() {
    List<SessionId> sessions = Stream.generate(SessionId::random).limit(5).toList();
    for (SessionId session : sessions) {
      commit(new CursorMove(session, LogId.mailbox(SessionId.random()), Cursor.at(1)));
      commit(new CursorMove(session, LogId.mailbox(SessionId.random()), Cursor.at(1)));
    }

    List<SessionId> listed = new ArrayList<>(store.sessions(Optional.empty(), 2));
    for (List<SessionId> page = listed; !page.isEmpty(); ) {
      page = store.sessions(Optional.of(listed.getLast()), 2);
      listed.addAll(page);
    }

    assertThat(listed).containsAll(sessions).doesNotHaveDuplicates();
  }

  @Test
  void a_cursor_full_of_gaps_comes_back() {
    SessionId session = SessionId.random();
    Cursor cursor = Cursor.at(clock.micros());
    for (int i = 1; i <= Cursor.MOST_RANGES; i++) {
      long previous = clock.micros() + i * 1_000L;
      cursor = cursor.acknowledge(previous, previous + 1);
    }

    commit(new CursorMove(session, log, cursor));

    assertThat(store.cursor(session, log)).contains(cursor);
  }

  @Test
  void a_session_that_is_forgotten_takes_only_its_own_cursors_along() {
    SessionId gone = SessionId.random();
    SessionId stays = SessionId.random();
    commit(
        new CursorMove(gone, log, Cursor.at(1)),
        new CursorMove(gone, LogId.mailbox(gone), Cursor.at(2)),
        new CursorMove(stays, log, Cursor.at(3)));

    store.forget(gone);

    assertThat(store.cursor(gone, log)).isEmpty();
    assertThat(store.cursor(gone, LogId.mailbox(gone))).isEmpty();
    assertThat(store.cursor(stays, log)).contains(Cursor.at(3));
  }

  // -- receipts

  @Test
  void a_message_comes_further_one_step_at_a_time_and_its_author_hears_of_each() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");
    long sentAt = position(commit(to(message, log)).getFirst());
    clock.turn(Duration.ofSeconds(1));

    List<Receipt> delivered = acknowledge(message, bob, MessageStatus.DELIVERED);
    List<Receipt> read = acknowledge(message, bob, MessageStatus.READ);

    long now = clock.micros();
    assertThat(delivered)
        .containsExactly(
            new Receipt(alice, message.id(), bob, MessageStatus.DELIVERED, sentAt, now));
    assertThat(read)
        .containsExactly(
            new Receipt(alice, message.id(), bob, MessageStatus.READ, sentAt, now + 1));
    assertThat(store.find(message.id()).orElseThrow().status()).isEqualTo(MessageStatus.READ);
    reopen();
    assertThat(store.receipts(alice, 0, 10)).containsExactly(delivered.get(0), read.get(0));
    assertThat(commit(to(message, log))).containsExactly(new Appended.Duplicate(sentAt));
  }

  @Test
  void a_message_never_goes_back_and_no_word_counts_twice() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");
    commit(to(message, log));

    assertThat(acknowledge(message, bob, MessageStatus.SENT)).isEmpty();
    assertThat(acknowledge(message, bob, MessageStatus.READ)).hasSize(1);
    assertThat(acknowledge(message, bob, MessageStatus.READ)).isEmpty();
    assertThat(acknowledge(message, bob, MessageStatus.DELIVERED)).isEmpty();
    assertThat(acknowledge(message, UserId.random(), MessageStatus.DELIVERED)).isEmpty();
    assertThat(store.find(message.id()).orElseThrow().status()).isEqualTo(MessageStatus.READ);
    assertThat(store.receipts(alice, 0, 10)).hasSize(1);
  }

  @Test
  void words_in_one_batch_see_each_other_and_its_drafts() {
    Message message = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");
    UserId carol = UserId.random();

    var committed =
        store.commit(
            new LogStore.Batch(
                List.of(to(message, log)),
                List.of(),
                List.of(
                    new Acknowledged(message.id(), bob, MessageStatus.DELIVERED),
                    new Acknowledged(message.id(), carol, MessageStatus.DELIVERED),
                    new Acknowledged(message.id(), carol, MessageStatus.READ),
                    new Acknowledged(message.id(), bob, MessageStatus.READ))));

    assertThat(committed.receipts())
        .extracting(Receipt::reader, Receipt::status)
        .containsExactly(tuple(bob, MessageStatus.DELIVERED), tuple(carol, MessageStatus.READ));
    assertThat(store.find(message.id()).orElseThrow().status()).isEqualTo(MessageStatus.READ);
  }

  @Test
  void authors_and_unreceipted_messages_and_unknown_ids_raise_nothing() {
    Message own = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");
    Message json = message(MessageId.random(), alice, conversation, "PLAIN_JSON", "1");
    Message key = message(MessageId.random(), alice, conversation, "SIGNAL_KEY", "1");
    Message system =
        new Message(
            MessageId.random(),
            conversation,
            alice,
            Optional.empty(),
            "SYSTEM_CONVERSATION",
            new byte[0],
            Optional.empty(),
            Optional.empty(),
            false,
            0);
    commit(to(own, log), to(json, log), to(key, log), to(system, log));

    assertThat(acknowledge(own, alice, MessageStatus.READ)).isEmpty();
    assertThat(acknowledge(json, bob, MessageStatus.READ)).isEmpty();
    assertThat(acknowledge(key, bob, MessageStatus.READ)).isEmpty();
    assertThat(acknowledge(system, bob, MessageStatus.READ)).isEmpty();
    Message unknown = message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "1");
    assertThat(acknowledge(unknown, bob, MessageStatus.READ)).isEmpty();
    assertThat(store.find(unknown.id())).isEmpty();
    assertThat(store.find(json.id()).orElseThrow().receipted()).isFalse();
    assertThat(store.receipts(alice, 0, 10)).isEmpty();
  }

  @Test
  void receipts_are_read_page_by_page_each_author_his_own() {
    List<Message> messages =
        IntStream.range(0, 25)
            .mapToObj(i -> message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "" + i))
            .toList();
    Message bobs = message(MessageId.random(), bob, conversation, "PLAIN_TEXT", "1");
    commit(messages.stream().map(message -> to(message, log)).toArray(Draft[]::new));
    commit(to(bobs, log));
    acknowledge(bobs, alice, MessageStatus.READ);
    messages.forEach(message -> acknowledge(message, bob, MessageStatus.READ));

    List<Receipt> paged = new ArrayList<>();
    List<Receipt> page = store.receipts(alice, 0, 10);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(10);
      paged.addAll(page);
      page = store.receipts(alice, page.getLast().changedAt(), 10);
    }

    assertThat(paged)
        .extracting(Receipt::message)
        .containsExactlyElementsOf(messages.stream().map(Message::id).toList());
    assertThat(paged).isSortedAccordingTo((a, b) -> Long.compare(a.changedAt(), b.changedAt()));
    assertThat(store.receipts(bob, 0, 10)).extracting(Receipt::reader).containsExactly(alice);
  }

  // -- retention

  @Test
  void expired_entries_are_gone_and_the_rest_are_not() {
    var outcomes =
        commit(
            IntStream.range(0, 1_000)
                .mapToObj(i -> text(alice, conversation, "" + i))
                .toArray(Draft[]::new));
    ConversationId other = ConversationId.random();
    commit(text(alice, other, "stays"));

    store.expire(log, position(outcomes.get(9)));
    assertThat(Entries.of(store, log, 0, 1)).extracting(Drafts::payload).containsExactly("10");
    store.expire(log, position(outcomes.get(899)));
    store.expire(log, position(outcomes.get(0)));
    reopen();

    assertThat(Entries.of(store, log, 0, 1_000)).hasSize(100);
    assertThat(Entries.of(store, log, 0, 1)).extracting(Drafts::payload).containsExactly("900");
    assertThat(Entries.of(store, LogId.of(other), 0, 10)).hasSize(1);
    MessageId gone = entries(outcomes.get(0)).getFirst().message().id();
    assertThat(store.find(gone)).isPresent();
    assertThat(store.find(gone, log)).isEmpty();
  }

  @Test
  void an_emptied_log_continues_without_a_gap() {
    commit(text(alice, conversation, "1"));
    long last = position(commit(text(alice, conversation, "2")).getFirst());

    store.expire(log, Long.MAX_VALUE);
    assertThat(allLogs(10)).isEmpty();
    commit(text(alice, conversation, "3"));

    Entry next = Entries.of(store, log, 0, 10).getFirst();
    assertThat(Drafts.payload(next)).isEqualTo("3");
    assertThat(next.previous()).isIn(0L, last);
  }

  @Test
  void ids_and_receipts_are_forgotten_by_their_age_a_few_rows_at_a_time() {
    List<Message> old = say(25);
    old.forEach(message -> acknowledge(message, bob, MessageStatus.DELIVERED));
    clock.turn(Duration.ofDays(1));
    long before = clock.micros();
    List<Message> young = say(25);
    young.forEach(message -> acknowledge(message, bob, MessageStatus.DELIVERED));

    int steps = forgetAll(before);

    assertThat(steps).isGreaterThanOrEqualTo(20);
    assertThat(old).allSatisfy(message -> assertThat(store.find(message.id())).isEmpty());
    assertThat(young).allSatisfy(message -> assertThat(store.find(message.id())).isPresent());
    assertThat(store.receipts(alice, 0, 100))
        .extracting(Receipt::message)
        .containsExactlyElementsOf(young.stream().map(Message::id).toList());
    assertThat(commit(to(old.getFirst(), log)).getFirst()).isInstanceOf(Appended.Stored.class);
    forgetAll(clock.micros() + 1_000);
    assertThat(store.receipts(alice, 0, 100)).isEmpty();
    assertThat(store.find(young.getFirst().id())).isEmpty();
  }

  // -- together

  @Test
  void a_reader_beside_commits_sees_whole_commits_only()
      throws InterruptedException, ExecutionException {
    long together = 10;
    long commits = 100;
    LogId mailbox = LogId.mailbox(SessionId.random());
    var reader =
        new FutureTask<>(() -> {
          long seen = 0;
          while (seen < together * commits) {
            long horizon = store.horizon();
            List<Entry> inMailbox = Entries.of(store, mailbox, 0, Integer.MAX_VALUE);
            List<Entry> inLog = Entries.of(store, log, 0, Integer.MAX_VALUE);
            assertThat(inLog.size() % together).isZero();
            assertThat(inLog.size()).isGreaterThanOrEqualTo(inMailbox.size());
            if (horizon > 0) {
              assertThat(inLog.getLast().position()).isGreaterThanOrEqualTo(horizon);
            }
            seen = inLog.size();
          }
          return seen;
        });
    Thread.ofPlatform().start(reader);

    for (int i = 0; i < commits; i++) {
      commit(
          LongStream.range(0, together)
              .mapToObj(n ->
                  to(
                      message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "" + n),
                      log,
                      mailbox))
              .toArray(Draft[]::new));
    }

    assertThat(reader.get()).isEqualTo(together * commits);
  }

  @Test
  void an_empty_batch_is_nothing() {
    var committed = store.commit(new LogStore.Batch(List.of(), List.of(), List.of()));

    assertThat(committed.appended()).isEmpty();
    assertThat(committed.receipts()).isEmpty();
    assertThat(store.horizon()).isZero();
  }

  // -- what the tests say it with

  private List<Appended> commit(Draft... drafts) {
    return store.commit(new LogStore.Batch(List.of(drafts), List.of(), List.of())).appended();
  }

  private void commit(CursorMove... moves) {
    store.commit(new LogStore.Batch(List.of(), List.of(moves), List.of()));
  }

  private List<Receipt> acknowledge(Message message, UserId reader, MessageStatus status) {
    return store
        .commit(
            new LogStore.Batch(
                List.of(), List.of(), List.of(new Acknowledged(message.id(), reader, status))))
        .receipts();
  }

  private Draft recall(Message target) {
    Message recall = message(MessageId.random(), alice, conversation, "MESSAGE_RECALL", "recall");
    return recalling(recall, target.id(), known -> known.author().equals(target.author()));
  }

  private Draft recalling(Message recall, MessageId target, Predicate<Indexed> allowed) {
    return new Draft(recall, List.of(log), Optional.of(new Recall(target, allowed)));
  }

  private List<Message> say(int count) {
    List<Message> messages =
        IntStream.range(0, count)
            .mapToObj(i -> message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "" + i))
            .toList();
    commit(messages.stream().map(message -> to(message, log)).toArray(Draft[]::new));
    return messages;
  }

  private int forgetAll(long before) {
    int steps = 1;
    while (store.forget(before, 5)) {
      steps++;
    }
    return steps;
  }

  private List<LogId> allLogs(int pageSize) {
    List<LogId> all = new ArrayList<>();
    List<LogId> page = store.logs(Optional.empty(), pageSize);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(pageSize);
      all.addAll(page);
      page = store.logs(Optional.of(page.getLast()), pageSize);
    }
    return all;
  }

  private void assertChained(LogId log) {
    long previous = 0;
    for (Entry entry : Entries.of(store, log, 0, Integer.MAX_VALUE)) {
      assertThat(entry.previous()).isEqualTo(previous);
      previous = entry.position();
    }
  }

  private void reopen() {
    store.close();
    store = open(clock);
  }

  private long position(Appended outcome) {
    return ((Appended.Stored) outcome).position();
  }

  private static List<Entry> entries(Appended outcome) {
    return ((Appended.Stored) outcome).entries();
  }

  private static Message withPayload(Message like, byte[] payload) {
    return withPayload(like, payload, MessageId.random());
  }

  private static Message withPayload(Message like, byte[] payload, MessageId id) {
    return new Message(
        id,
        like.conversation(),
        like.author(),
        like.session(),
        like.category(),
        payload,
        like.representative(),
        like.quote(),
        like.silent(),
        like.expireIn());
  }
}
