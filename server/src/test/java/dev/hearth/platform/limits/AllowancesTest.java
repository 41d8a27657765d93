package dev.hearth.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AllowancesTest {
  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Allowances allowances = new Allowances(clock, meters);
  private final Allowance<String> sending = minutely("sending", 60);

  @Test
  void a_refusal_says_which_allowance_it_was_how_much_is_left_and_when_it_refills() {
    assertAllowed(sending.charge("alice", 55));

    Charge refused = sending.charge("alice", 10);

    assertThat(refused).isEqualTo(new Charge.Refused("sending", 5, Duration.ofSeconds(5)));
    assertThat(((Charge.Refused) refused).seconds()).isEqualTo(5);
    assertThat(meters.counter("hearth.allowance.refused", "allowance", "sending").count())
        .isEqualTo(1);
  }

  @Test
  void a_used_allowance_comes_back_bit_by_bit() {
    assertAllowed(sending.charge("alice", 60));

    clock.turn(Duration.ofSeconds(3));

    assertAllowed(sending.charge("alice", 3));
    assertRefused(sending.charge("alice", 1));
  }

  @Test
  void one_uses_nothing_of_anothers() {
    assertAllowed(sending.charge("alice", 60));

    assertAllowed(sending.charge("bob", 60));
  }

  @Test
  void nothing_is_used_by_work_that_is_refused_or_by_a_look() {
    assertAllowed(sending.charge("alice", 50));

    assertRefused(sending.charge("alice", 11));
    assertRefused(sending.look("alice", 11));
    assertAllowed(sending.look("alice", 10));

    assertAllowed(sending.charge("alice", 10));
  }

  @Test
  void work_that_does_not_fit_into_a_bucket_takes_a_full_one() {
    assertAllowed(sending.charge("alice", 1_000_000));
    assertRefused(sending.charge("alice", 1));

    clock.turn(Duration.ofMinutes(1));

    assertAllowed(sending.charge("alice", 1_000_000));
  }

  @Test
  void work_that_is_charged_afterwards_uses_what_is_there() {
    sending.use("alice", 50);
    sending.use("alice", 50);

    assertThat(sending.look("alice", 1))
        .isEqualTo(new Charge.Refused("sending", 0, Duration.ofSeconds(1)));
  }

  @Test
  void a_debt_has_to_come_back_before_more_is_had() {
    sending.owe("alice", 50);
    sending.owe("alice", 50);

    assertThat(sending.look("alice", 1))
        .isEqualTo(new Charge.Refused("sending", 0, Duration.ofSeconds(41)));
    clock.turn(Duration.ofSeconds(41));
    assertAllowed(sending.charge("alice", 1));
    assertRefused(sending.charge("alice", 1));
  }

  @Test
  void at_most_a_full_bucket_is_owed_and_nobody_is_forgotten_before_it_came_back() {
    for (int i = 0; i < 100; i++) {
      sending.owe("alice", 1_000);
    }

    clock.turn(Duration.ofSeconds(60));
    assertRefused(sending.charge("alice", 1));
    clock.turn(Duration.ofSeconds(1));
    assertAllowed(sending.charge("alice", 1));
    clock.turn(Duration.ofSeconds(30));
    assertAllowed(sending.charge("alice", 30));
    assertRefused(sending.charge("alice", 1));
  }

  @Test
  void units_that_are_given_back_can_be_used_again_up_to_a_full_bucket() {
    assertAllowed(sending.charge("alice", 60));

    sending.giveBack("alice", 40);
    sending.giveBack("nobody", 40);

    assertRefused(sending.charge("alice", 41));
    assertAllowed(sending.charge("alice", 40));
    sending.giveBack("alice", 1_000_000);
    assertAllowed(sending.charge("alice", 60));
    assertRefused(sending.charge("alice", 1));
  }

  @Test
  void large_rates_are_counted_exactly() {
    Allowance<String> bytes =
        allowances.of("bytes", new Rate(4L << 30, 1L << 30, Duration.ofDays(1)));
    assertAllowed(bytes.charge("alice", 4L << 30));
    assertThat(bytes.charge("alice", 1L << 29))
        .isEqualTo(new Charge.Refused("bytes", 0, Duration.ofHours(12)));

    clock.turn(Duration.ofHours(12));

    assertAllowed(bytes.charge("alice", 1L << 29));
    assertRefused(bytes.charge("alice", 1));
  }

  @Test
  void a_clock_that_is_set_back_locks_nobody_out() {
    assertAllowed(sending.charge("alice", 60));

    clock.turn(Duration.ofDays(-1));
    assertRefused(sending.charge("alice", 1));
    clock.turn(Duration.ofSeconds(1));

    assertAllowed(sending.charge("alice", 1));
  }

  @Test
  void nobody_refills_a_bucket_by_coming_with_many_keys() {
    assertAllowed(sending.charge("attacker", 60));

    for (int i = 0; i < 2 * Allowance.MOST_KEYS; i++) {
      sending.charge("other " + i, 60);
    }

    assertRefused(sending.charge("attacker", 1));
  }

  @Test
  void keys_beyond_the_bound_share_buckets_until_others_are_full_again() {
    for (int i = 0; i < Allowance.MOST_KEYS; i++) {
      sending.charge("first " + i, 60);
    }

    int allowed = 0;
    for (int i = 0; i < 20 * Allowance.SHARED; i++) {
      allowed += sending.charge("late " + i, 60) instanceof Charge.Allowed ? 1 : 0;
    }
    assertThat(allowed).isBetween(1, Allowance.SHARED);

    clock.turn(Duration.ofMinutes(2));
    for (int i = 0; i < Allowance.MOST_KEYS; i++) {
      assertAllowed(sending.charge("later " + i, 60));
    }
  }

  @Test
  void threads_together_get_no_more_than_there_is() {
    var got = new AtomicInteger();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(
            () -> got.addAndGet(sending.charge("alice", 1) instanceof Charge.Allowed ? 1 : 0));
      }
    }

    assertThat(got).hasValue(60);
  }

  private Allowance<String> minutely(String name, int most) {
    return allowances.of(name, new Rate(most, most, Duration.ofMinutes(1)));
  }

  private static void assertAllowed(Charge charge) {
    assertThat(charge).isInstanceOf(Charge.Allowed.class);
  }

  private static void assertRefused(Charge charge) {
    assertThat(charge).isInstanceOf(Charge.Refused.class);
  }
}
