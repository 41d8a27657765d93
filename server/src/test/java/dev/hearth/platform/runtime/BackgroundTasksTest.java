package dev.hearth.platform.runtime;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BackgroundTasksTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TurnedTime time = new TurnedTime();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BackgroundTasks backgroundTasks = new BackgroundTasks(meters, time);
  private final BlockingQueue<Integer> ran = new LinkedBlockingQueue<>();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    backgroundTasks.close();
  }

  @Test
  void rounds_keep_their_pause_and_do_all_steps_of_one_at_once() throws Exception {
    backgroundTasks.every(HOUR, "sweep", () -> note() % 3 != 0);

    assertThat(ran).isEmpty();
    time.turn(HOUR);

    await(3);
    awaitSuccess("sweep");
    time.turn(HOUR);
    await(3);
    assertThat(runs).hasValue(6);
  }

  @Test
  void no_failure_ends_a_round_and_each_is_counted() throws Exception {
    backgroundTasks.every(
        HOUR,
        "sweep",
        () -> {
          int run = note();
          if (run == 1) {
            throw new IllegalStateException("the database is busy");
          }
          if (run == 2) {
            throw new IOException("the disk is gone");
          }
          if (run == 3) {
            throw new OutOfMemoryError("thrown by a test");
          }
          return false;
        });

    time.turn(HOUR);
    await(1);
    awaitFailures("sweep", 1);
    time.turn(BackgroundTasks.FIRST_RETRY);
    await(1);
    awaitFailures("sweep", 2);
    time.turn(BackgroundTasks.FIRST_RETRY.multipliedBy(2));
    await(1);
    awaitFailures("sweep", 3);
    assertThat(age("sweep")).isGreaterThan(HOUR);
    time.turn(BackgroundTasks.FIRST_RETRY.multipliedBy(4));
    await(1);

    awaitSuccess("sweep");
    assertThat(failures("sweep")).isEqualTo(3);
  }

  @Test
  void a_round_that_fails_holds_up_no_other() throws Exception {
    var failing = new CountDownLatch(1);
    backgroundTasks.every(
        HOUR,
        "broken",
        () -> {
          failing.countDown();
          throw new IllegalStateException("thrown by a test");
        });
    backgroundTasks.every(HOUR, "sound", () -> note() < 0);

    time.turn(HOUR);

    await(1);
    assertThat(failing.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_caller_who_wakes_a_task_does_not_wait_for_its_pause() throws Exception {
    var round = backgroundTasks.every(HOUR, "notices", () -> note() < 0);

    round.wake();
    await(1);
    awaitRest();
    round.wake();

    await(1);
  }

  @Test
  void waking_does_not_shorten_the_pause_after_a_failure() throws Exception {
    var round =
        backgroundTasks.every(
            HOUR,
            "notices",
            () -> {
              note();
              throw new IllegalStateException("thrown by a test");
            });
    round.wake();
    await(1);
    awaitFailures("notices", 1);

    round.wake();
    round.wake();
    time.turn(BackgroundTasks.FIRST_RETRY.dividedBy(2));

    assertThat(runs).hasValue(1);
    time.turn(BackgroundTasks.FIRST_RETRY.dividedBy(2));
    await(1);
  }

  @Test
  void closing_waits_for_the_steps_and_stops_the_last_begun_first() throws Exception {
    List<String> ended = new CopyOnWriteArrayList<>();
    List<BackgroundTasks.Round> begun = new CopyOnWriteArrayList<>();
    var waiting = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      int number = i;
      var round =
          backgroundTasks.every(
              HOUR,
              "round-" + i,
              () -> {
                waiting.countDown();
                boolean stop = begun.get(number).awaitStop(HOUR);
                ended.add(number + " " + stop);
                return true;
              });
      begun.add(round);
      round.wake();
    }
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

    backgroundTasks.close();

    assertThat(ended).containsExactly("2 true", "1 true", "0 true");
    time.turn(HOUR);
    assertThat(ended).hasSize(3);
    assertThatThrownBy(() -> backgroundTasks.every(HOUR, "late", () -> false))
        .isInstanceOf(IllegalStateException.class);
  }

  private int note() {
    int run = runs.incrementAndGet();
    ran.add(run);
    return run;
  }

  private void await(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      assertThat(ran.poll(10, TimeUnit.SECONDS)).as("the round ran").isNotNull();
    }
  }

  private double failures(String round) {
    return meters.get("hearth.round.failures").tag("round", round).counter().count();
  }

  private Duration age(String round) {
    var gauge = meters.get("hearth.round.success.age").tag("round", round).timeGauge();
    return Duration.ofNanos((long) gauge.value(NANOSECONDS));
  }

  private void awaitFailures(String round, int times) {
    Eventually.holds("the failure is counted", () -> failures(round) >= times);
    awaitRest();
  }

  private void awaitSuccess(String round) {
    Eventually.holds("the success is noted", () -> age(round).isZero());
    awaitRest();
  }

  /// Waits until every round has set its next time.
  private void awaitRest() {
    Eventually.holds("every round rests", backgroundTasks::isResting);
  }
}
