package dev.hearth.chat.message.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.TestingClock;
import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
  private static final Duration KEEP = Duration.ofDays(3);

  @TempDir private Path folder;

  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final UserId alice = UserId.random();
  private final UserId bob = UserId.random();
  private final ConversationId conversation = ConversationId.random();
  private final LogId log = LogId.of(conversation);
  private final Map<LogId, Long> acknowledged = new HashMap<>();
  private final Set<LogId> mailboxes = new HashSet<>();
  private final Map<UserId, Long> freed = new HashMap<>();
  private RocksLog store;
  private Retention retention;

  @BeforeEach
  void open() {
    store = RocksLog.open(folder, new PositionClock(clock));
    retention = retention(KEEP);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void entries_that_everybody_has_go_and_the_rest_stay() {
    say(conversation, "1");
    acknowledged.put(log, say(conversation, "2"));
    say(conversation, "3");
    ConversationId other = ConversationId.random();
    say(other, "nobody has it");

    sweep();

    assertThat(Entries.of(store, log, 0, 10)).extracting(Drafts::payload).containsExactly("3");
    assertThat(Entries.of(store, LogId.of(other), 0, 10)).hasSize(1);
  }

  @Test
  void authors_get_the_bytes_of_what_went_back_and_notices_are_nobodys() {
    Draft last = Drafts.text(alice, conversation, "1");
    long held = 0;
    for (int i = 0; i < 600; i++) {
      last = Drafts.text(i % 3 == 0 ? bob : alice, conversation, "x".repeat(i));
      held += last.message().author().equals(alice) ? last.bytes() : 0;
      commit(last);
    }
    commit(
        new Draft(
            new Message(
                MessageId.random(),
                conversation,
                bob,
                Optional.empty(),
                "SYSTEM_CONVERSATION",
                new byte[10],
                Optional.empty(),
                Optional.empty(),
                false,
                0),
            List.of(log)));
    long bobs = 200 * 128 + 3 * 199 * 100;

    acknowledged.put(log, Long.MAX_VALUE);
    sweep();

    assertThat(freed).containsOnly(Map.entry(alice, held), Map.entry(bob, bobs));
    sweep();
    assertThat(freed).containsOnly(Map.entry(alice, held), Map.entry(bob, bobs));
  }

  @Test
  void entries_that_nobody_fetched_in_time_go() {
    say(conversation, "old");
    clock.turn(Duration.ofDays(1));
    say(conversation, "young");

    clock.turn(KEEP.minusDays(1));
    sweep();
    assertThat(Entries.of(store, log, 0, 10)).hasSize(2);

    clock.turn(Duration.ofNanos(1_000));
    sweep();
    assertThat(Entries.of(store, log, 0, 10)).extracting(Drafts::payload).containsExactly("young");
  }

  @Test
  void a_log_that_nobody_may_see_is_emptied_but_for_what_comes_while_it_is_asked_about() {
    say(conversation, "for nobody");
    Retention asking =
        new Retention(
            store,
            (TestingReaders)
                _ -> {
                  say(conversation, "somebody joined");
                  return new Retention.Settled(Long.MAX_VALUE, false);
                },
            KEEP,
            this::ago,
            (_, _) -> {});

    asking.sweep();

    assertThat(Entries.of(store, log, 0, 10))
        .extracting(Drafts::payload)
        .containsExactly("somebody joined");
  }

  @Test
  void an_id_and_its_receipt_are_known_for_thirty_days_though_its_entry_is_gone() {
    Draft draft = Drafts.text(alice, conversation, "hello");
    commit(draft);
    acknowledge(draft);
    acknowledged.put(log, Long.MAX_VALUE);

    clock.turn(Retention.IDS_AT_LEAST);
    sweep();
    assertThat(Entries.of(store, log, 0, 10)).isEmpty();
    assertThat(store.find(draft.message().id())).isPresent();
    assertThat(store.receipts(alice, 0, 10)).hasSize(1);

    clock.turn(Duration.ofSeconds(1));
    sweep();
    assertThat(store.find(draft.message().id())).isEmpty();
    assertThat(store.receipts(alice, 0, 10)).isEmpty();
  }

  @Test
  void a_message_for_one_device_waits_for_as_long_as_ids_are_known() {
    LogId mailbox = LogId.mailbox(SessionId.random());
    mailboxes.add(mailbox);
    commit(Drafts.to(Drafts.message(MessageId.random(), alice, conversation, "X", "x"), mailbox));

    clock.turn(Retention.IDS_AT_LEAST);
    sweep();
    assertThat(Entries.of(store, mailbox, 0, 10)).hasSize(1);

    clock.turn(Duration.ofNanos(1_000));
    sweep();
    assertThat(Entries.of(store, mailbox, 0, 10)).isEmpty();
  }

  @Test
  void ids_are_known_as_long_as_entries_are_kept() {
    retention = retention(Duration.ofDays(60));
    Draft draft = Drafts.text(alice, conversation, "hello");
    commit(draft);

    clock.turn(Duration.ofDays(60));
    sweep();
    assertThat(store.find(draft.message().id(), log)).isPresent();

    clock.turn(Duration.ofSeconds(1));
    sweep();
    assertThat(store.find(draft.message().id())).isEmpty();
    assertThat(Entries.of(store, log, 0, 10)).isEmpty();
  }

  @Test
  void a_step_does_a_bounded_part_and_the_next_one_continues() {
    List<ConversationId> conversations =
        IntStream.range(0, 250).mapToObj(_ -> ConversationId.random()).toList();
    conversations.forEach(each -> acknowledged.put(LogId.of(each), say(each, "1")));

    assertThat(retention.sweep()).isTrue();
    assertThat(store.logs(Optional.empty(), 1_000)).hasSize(150);
    sweep();
    assertThat(store.logs(Optional.empty(), 1_000)).isEmpty();

    conversations.forEach(each -> acknowledged.put(LogId.of(each), say(each, "2")));
    sweep();
    assertThat(store.logs(Optional.empty(), 1_000)).isEmpty();
  }

  @Test
  void keeping_nothing_is_refused() {
    assertThatThrownBy(() -> retention(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
  }

  private Retention retention(Duration keep) {
    return new Retention(
        store,
        (TestingReaders)
            each ->
                new Retention.Settled(
                    acknowledged.getOrDefault(each, 0L), mailboxes.contains(each)),
        keep,
        this::ago,
        (author, bytes) -> freed.merge(author, bytes, Long::sum));
  }

  private long ago(Duration age) {
    return clock.micros() - WireTime.micros(age);
  }

  /// A whole round.
  private void sweep() {
    while (retention.sweep()) {
      // a step
    }
  }

  private long say(ConversationId to, String text) {
    return commit(Drafts.text(alice, to, text));
  }

  private long commit(Draft draft) {
    var committed = store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    return ((Appended.Stored) committed.appended().getFirst()).position();
  }

  private void acknowledge(Draft draft) {
    store.commit(
        new LogStore.Batch(
            List.of(),
            List.of(),
            List.of(new Acknowledged(draft.message().id(), bob, MessageStatus.READ))));
  }
}
