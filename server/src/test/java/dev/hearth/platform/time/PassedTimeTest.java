package dev.hearth.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hearth.TestingClock;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.OnBothEngines;
import dev.hearth.platform.sql.WrappedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PassedTimeTest extends OnBothEngines {
  private static final Duration WEEK = Duration.ofDays(7);

  private final TestingClock machine = new TestingClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final AtomicLong nanos = new AtomicLong();
  private volatile Runnable beforeWriting = () -> {};
  private PositionClock positions;
  private PassedTime passed;

  @Override
  protected List<Migrations> tables() {
    return List.of(PassedTime.MIGRATIONS);
  }

  @BeforeEach
  void start() {
    positions = new PositionClock(machine);
    passed = new PassedTime(new Interrupted(database()), positions, timer());
  }

  /// The database, in which a test may come before what is written.
  private final class Interrupted extends WrappedDatabase {
    Interrupted(Database real) {
      super(real);
    }

    @Override
    public void tidy(Consumer<Handle> change) {
      beforeWriting.run();
      super.tidy(change);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private BackgroundTasks.Time timer() {
    return nanos::get;
  }

  private void pass(Duration time) {
    machine.turn(time);
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void while_the_clock_is_right_age_is_what_it_says() {
    long stamped = positions.next();

    pass(Duration.ofHours(12));
    passed.look();
    pass(Duration.ofHours(12));

    assertThat(passed.ago(Duration.ofDays(1))).isEqualTo(stamped);
  }

  @Test
  void nothing_gets_older_when_the_clock_leaps_ahead_by_eight_days() {
    long before = positions.next();
    passed.look();
    machine.turn(Duration.ofDays(8));
    long after = positions.next();

    assertThat(passed.ago(Duration.ofMinutes(1))).isLessThan(before);

    pass(Duration.ofDays(1));
    assertThat(passed.ago(Duration.ofDays(1).plusSeconds(1))).isLessThan(before);
    assertThat(passed.ago(Duration.ofHours(23))).isGreaterThan(after);
    for (int day = 0; day < 6; day++) {
      pass(Duration.ofDays(1));
      passed.look();
    }
    assertThat(passed.ago(WEEK)).isGreaterThanOrEqualTo(before);
  }

  @Test
  void a_clock_that_was_ahead_for_a_while_changes_no_age() {
    long before = positions.next();
    passed.look();
    machine.turn(Duration.ofDays(8));
    passed.look();
    machine.turn(Duration.ofDays(-8));
    passed.look();
    machine.turn(Duration.ofDays(8));
    passed.look();
    machine.turn(Duration.ofDays(-8));
    passed.look();

    pass(Duration.ofDays(1));
    passed.look();
    long after = positions.next();
    pass(Duration.ofDays(1));

    assertThat(passed.ago(Duration.ofDays(2))).isEqualTo(before);
    assertThat(passed.ago(Duration.ofDays(1))).isLessThanOrEqualTo(after);
  }

  @Test
  void a_leap_is_remembered_over_a_restart() {
    long before = positions.next();
    passed.look();
    machine.turn(Duration.ofDays(8));
    passed.look();

    start();
    pass(Duration.ofHours(1));

    assertThat(passed.ago(Duration.ofHours(2))).isLessThan(before);
  }

  @Test
  @Timeout(30)
  void nobody_who_asks_for_an_age_waits_until_another_has_written() throws Exception {
    var writing = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    beforeWriting =
        () -> {
          writing.countDown();
          await(letGo);
        };
    long stamped = positions.next();
    machine.turn(Duration.ofDays(8));
    var look = Thread.ofVirtual().start(passed::look);
    await(writing);

    assertThat(passed.ago(Duration.ofMinutes(2))).isLessThan(stamped);

    letGo.countDown();
    look.join();
  }

  @Test
  void a_leap_that_could_not_be_written_is_written_at_the_next_look() {
    long stamped = positions.next();
    beforeWriting =
        () -> {
          throw new IllegalStateException("the database is not there, as the test wants it");
        };
    machine.turn(Duration.ofDays(8));
    assertThatIllegalStateException().isThrownBy(passed::look);
    beforeWriting = () -> {};

    pass(Duration.ofMinutes(1));
    passed.look();
    start();

    assertThat(passed.ago(Duration.ofDays(1))).isLessThan(stamped);
  }

  @Test
  void a_stop_that_follows_a_leap_counts_for_a_day_too() {
    long before = positions.next();
    passed.look();
    machine.turn(Duration.ofDays(8));
    passed.look();

    machine.turn(Duration.ofDays(8));
    start();

    assertThat(passed.ago(Duration.ofDays(1))).isGreaterThanOrEqualTo(before);
    assertThat(passed.ago(Duration.ofDays(1).plusSeconds(1))).isLessThan(before);
  }

  @Test
  void of_the_time_in_which_no_server_ran_a_day_counts() {
    long before = positions.next();
    passed.look();

    machine.turn(Duration.ofDays(30));
    start();

    assertThat(passed.ago(Duration.ofDays(1))).isGreaterThanOrEqualTo(before);
    assertThat(passed.ago(Duration.ofDays(1).plusSeconds(1))).isLessThan(before);
  }

  @Test
  void a_server_that_never_looked_begins_with_the_newest_that_is_stored() {
    database().change(handle -> handle.execute("DELETE FROM time_seen"));
    long stored = positions.next();
    machine.turn(Duration.ofDays(30));
    var raised = new PositionClock(machine);
    raised.raise(stored);
    passed = new PassedTime(database(), raised, timer());

    assertThat(passed.ago(Duration.ofDays(1).plusSeconds(1))).isLessThan(stored);
  }

  @Test
  void however_the_clock_is_turned_nothing_is_older_than_it_really_is() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    // When each position was given out, by the time that really passed.
    var given = new TreeMap<Long, Long>();
    for (int step = 0; step < 2_000; step++) {
      switch (random.nextInt(20)) {
        case 0 -> machine.turn(Duration.ofHours(random.nextInt(400) - 200));
        default -> pass(Duration.ofSeconds(random.nextInt(7_200)));
      }
      given.put(positions.next(), nanos.get());
      passed.look();
      var age = Duration.ofMinutes(random.nextInt(30 * 24 * 60));
      var oldest = given.floorEntry(passed.ago(age));
      if (oldest != null) {
        assertThat(Duration.ofNanos(nanos.get() - oldest.getValue()))
            .as("age of what counts as %s old", age)
            .isGreaterThanOrEqualTo(age);
      }
    }
  }
}
