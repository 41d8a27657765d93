package dev.hearth.chat.message.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Appender;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.TestingAppender;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.chat.message.retention.Retention;
import dev.hearth.chat.message.retention.TestingReaders;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much of one author's the log may hold for people who never come.
class UndeliveredTest {
  private static final Duration KEEP = Duration.ofDays(7);
  private static final int BYTES_EACH = 10_000;

  /// Entry, payload and id.
  private static final int COST_EACH = 128 + BYTES_EACH + 100;

  @TempDir private Path folder;

  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final Caller alice = caller();
  private final Caller bob = caller();
  private final ConversationId conversation = ConversationId.random();
  private final MessageCosts costs = costs();
  private RocksLog store;
  private Appender log;
  private long acknowledged;

  @BeforeEach
  void open() {
    store = RocksLog.open(folder, new PositionClock(clock));
    log = TestingAppender.of(store);
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  @Test
  void an_author_whose_readers_do_not_come_is_refused_and_others_are_not() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(send(alice)).isInstanceOf(Charge.Allowed.class);
    }

    assertThat(send(alice))
        .isInstanceOfSatisfying(
            Charge.Refused.class,
            refused -> {
              assertThat(refused.allowance()).isEqualTo("undelivered");
              assertThat(refused.left()).isEqualTo(105_000 - 10 * COST_EACH);
              assertThat(refused.refillsIn()).isBetween(Duration.ofDays(4), Duration.ofDays(6));
            });
    assertThat(send(bob)).isInstanceOf(Charge.Allowed.class);
  }

  @Test
  void entries_that_all_have_make_room_once_they_are_swept() throws Exception {
    for (int i = 0; i < 10; i++) {
      send(alice);
    }
    sweep();
    assertThat(send(alice)).isInstanceOf(Charge.Refused.class);

    acknowledged = Long.MAX_VALUE;
    sweep();

    // The ids stay.
    for (int i = 0; i < 10; i++) {
      assertThat(send(alice)).as("message %s", i).isInstanceOf(Charge.Allowed.class);
    }
    assertThat(send(alice)).isInstanceOf(Charge.Refused.class);
  }

  @Test
  void a_message_sent_twice_counts_once() throws Exception {
    Draft draft = text(alice);
    for (int i = 0; i < 20; i++) {
      assertThat(send(alice, draft)).isInstanceOf(Charge.Allowed.class);
    }

    for (int i = 0; i < 9; i++) {
      assertThat(send(alice)).isInstanceOf(Charge.Allowed.class);
    }
    assertThat(send(alice)).isInstanceOf(Charge.Refused.class);
  }

  @Test
  void an_author_gets_no_more_into_the_log_than_a_bucket_and_what_refills_while_it_is_kept()
      throws Exception {
    for (int hour = 0; hour < 24 * 21; hour++) {
      clock.turn(Duration.ofHours(1));
      send(alice);
      if (hour % 24 == 0) {
        sweep();
      }
      long held = (long) Entries.of(store, LogId.of(conversation), 0, 1_000).size() * BYTES_EACH;
      assertThat(held).isLessThanOrEqualTo(105_000 + 8 * 1_500 + COST_EACH);
    }
  }

  private Charge send(Caller caller) throws Exception {
    return send(caller, text(caller));
  }

  private Charge send(Caller caller, Draft draft) throws Exception {
    Charge charge = costs.pay(caller, 1, draft.bytes());
    if (charge instanceof Charge.Allowed) {
      var done = new CompletableFuture<Appended>();
      assertThat(costs.appendDraft(log, draft, done::complete)).isEqualTo(Offered.QUEUED);
      done.get(10, TimeUnit.SECONDS);
    }
    return charge;
  }

  private Draft text(Caller caller) {
    return Drafts.text(caller.user(), conversation, "x".repeat(BYTES_EACH));
  }

  private void sweep() {
    var retention =
        new Retention(
            store,
            (TestingReaders) _ -> new Retention.Settled(acknowledged, false),
            KEEP,
            age -> WireTime.micros(clock.instant().minus(age)),
            costs::giveBack);
    while (retention.sweep()) {
      // a step
    }
  }

  private MessageCosts costs() {
    var allowances = new Allowances(clock, new SimpleMeterRegistry());
    return new MessageCosts(
        allowances.of("sending", new Rate(1_000_000, 1_000, Duration.ofSeconds(1))),
        allowances.of("undelivered", new Rate(105_000, 105_000, Duration.ofDays(70))),
        allowances.of("asides", new Rate(1, 1, Duration.ofDays(1))));
  }

  private static Caller caller() {
    return new Caller(UserId.random(), SessionId.random(), false, 0);
  }
}
