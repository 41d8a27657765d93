package dev.hearth.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.TestingClock;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.WireTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PositionClockTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final TestingClock machine = new TestingClock(START);
  private final PositionClock clock = new PositionClock(machine);

  @Test
  void positions_rise_when_the_machine_clock_stands_steps_back_and_catches_up() {
    long first = clock.next();
    long second = clock.next();
    machine.turn(Duration.ofMinutes(-1));
    long third = clock.next();
    machine.turn(Duration.ofMinutes(2));
    long fourth = clock.next();

    assertThat(List.of(first, second, third, fourth))
        .containsExactly(
            WireTime.micros(START),
            first + 1,
            first + 2,
            WireTime.micros(START.plus(Duration.ofMinutes(1))));
  }

  @Test
  void no_position_is_given_out_twice_whatever_threads_ask() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      Callable<long[]> asking =
          () -> IntStream.range(0, 10_000).mapToLong(_ -> clock.next()).toArray();
      var all = threads.invokeAll(List.of(asking, asking, asking, asking));
      LongStream given = LongStream.empty();
      for (var some : all) {
        given = LongStream.concat(given, LongStream.of(some.get()));
      }
      assertThat(given.distinct().count()).isEqualTo(40_000);
    }
  }

  @Test
  void its_time_never_lies_before_a_position_it_gave_out() {
    long given = clock.next();
    machine.turn(Duration.ofHours(-1));

    assertThat(clock.now()).isEqualTo(given);
    assertThat(WireTime.micros(clock.instant())).isEqualTo(given);
    assertThat(clock.behind()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void positions_that_a_change_under_way_may_have_stamped_are_not_settled() {
    long before = clock.next();
    var first = clock.hold();
    clock.next();
    var second = clock.hold();
    long stored = clock.next();

    assertThat(clock.settled(stored)).isEqualTo(before);
    first.close();
    assertThat(clock.settled(stored)).isEqualTo(before + 1);
    second.close();
    assertThat(clock.settled(stored)).isEqualTo(stored);
  }

  @Test
  void a_start_with_the_clock_far_behind_what_is_stored_is_refused_in_one_sentence() {
    clock.raise(WireTime.micros(START.plus(Duration.ofDays(3_653))));
    var watch = new ClockWatch(clock, new SimpleMeterRegistry());

    assertThatThrownBy(() -> watch.start(Duration.ofDays(1)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(
            "2026-01-02T03:04:05Z", "3653 days before", "2036-01-03", "log.clock-lag = 3654d");
    assertThatCode(() -> watch.start(Duration.ofDays(3_654))).doesNotThrowAnyException();
  }

  @Test
  void a_clock_that_is_behind_for_minutes_is_seen_in_the_meters() {
    var meters = new SimpleMeterRegistry();
    var watch = new ClockWatch(clock, meters);
    clock.next();
    machine.turn(Duration.ofMinutes(-3));

    Stream.generate(() -> watch).limit(3).forEach(ClockWatch::look);

    assertThat(meters.get("hearth.clock.behind").gauge().value()).isEqualTo(180);
  }
}
