package dev.hearth.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SharedLimitsTest {
  private static final List<Share> ALICE = List.of(new Share("alice", 3));
  private static final List<Share> BOB = List.of(new Share("bob", 3));

  @Test
  void one_holder_cannot_take_all_slots_and_others_still_find_some() {
    var slots = new SharedSlots("tests", 5);
    for (int i = 0; i < 3; i++) {
      assertThat(slots.take(ALICE)).isPresent();
    }

    assertThat(slots.take(ALICE)).isEmpty();
    assertThat(slots.take(BOB)).isPresent();
    assertThat(slots.take(BOB)).isPresent();
    assertThat(slots.take(List.of(new Share("carol", 3)))).as("all are taken").isEmpty();
  }

  @Test
  void a_slot_is_given_back_once_however_often_it_is_closed() {
    var slots = new SharedSlots("tests", 5);
    var first = slots.take(ALICE).orElseThrow();
    assertThat(slots.take(ALICE)).isPresent();

    first.close();
    first.close();

    assertThat(slots.taken()).isEqualTo(1);
    assertThat(slots.takenBy("alice")).isEqualTo(1);
  }

  @Test
  void a_refusal_of_one_holder_costs_the_others_nothing() {
    var slots = new SharedSlots("tests", 100);
    var both = List.of(new Share("address", 10), new Share("alice", 1));
    var taken = slots.take(both).orElseThrow();

    assertThat(slots.take(both)).isEmpty();
    assertThat(slots.takenBy("address")).isEqualTo(1);

    taken.close();
    assertThat(slots.taken()).isZero();
    assertThat(slots.takenBy("address")).isZero();
  }

  @Test
  void bytes_are_claimed_up_to_the_share_and_up_to_the_budget() {
    var budget = new ByteBudget("tests", 100);
    var alice = budget.claim(List.of(new Share("alice", 60)));
    var bob = budget.claim(List.of(new Share("bob", 60)));

    assertThat(alice.grow(60)).isTrue();
    assertThat(alice.grow(1)).as("beyond her share").isFalse();
    assertThat(bob.grow(41)).as("beyond the budget").isFalse();
    assertThat(bob.grow(40)).isTrue();
    alice.shrink(10);
    assertThat(bob.grow(10)).isTrue();
    assertThat(budget.held()).isEqualTo(100);
  }

  @Test
  void a_closed_claim_holds_nothing_and_grows_no_more() {
    var budget = new ByteBudget("tests", 100);
    var claim = budget.claim(ALICE);
    claim.grow(3);

    claim.close();
    claim.close();

    assertThat(budget.held()).isZero();
    assertThat(claim.grow(1)).isFalse();
    assertThat(budget.heldBy("alice")).isZero();
  }

  @Test
  void a_claim_gives_back_no_more_than_it_holds() {
    var budget = new ByteBudget("tests", 100);
    var small = budget.claim(ALICE);
    var other = budget.claim(BOB);
    small.grow(2);
    other.grow(3);

    small.shrink(50);

    assertThat(budget.held()).isEqualTo(3);
  }

  @Test
  void nothing_is_lost_or_held_too_much_when_many_threads_take_and_give_back() throws Exception {
    var budget = new ByteBudget("tests", 1000);
    var seed = System.nanoTime();
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int thread = 0; thread < 4; thread++) {
      var random = new Random(seed + thread);
      tasks.add(() -> {
        boolean within = true;
        for (int i = 0; i < 2000; i++) {
          var holder = "holder" + random.nextInt(3);
          try (var claim = budget.claim(List.of(new Share(holder, 400)))) {
            claim.grow(random.nextInt(500));
            claim.shrink(random.nextInt(100));
            within &= budget.held() <= 1000 && budget.heldBy(holder) <= 400;
          }
        }
        return within;
      });
    }

    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var task : threads.invokeAll(tasks)) {
        assertThat(task.get()).as("seed %d", seed).isTrue();
      }
    }

    assertThat(budget.held()).as("seed %d", seed).isZero();
  }

  @Test
  void an_operator_sees_what_is_held_and_what_was_refused_and_why() {
    var meters = new SimpleMeterRegistry();
    var slots = new SharedSlots("tests", 4).shownOn(meters);
    for (int i = 0; i < 4; i++) {
      slots.take(ALICE);
    }
    slots.take(BOB);
    slots.take(BOB);

    assertThat(meters.get("hearth.limit.held").tag("limit", "tests").gauge().value()).isEqualTo(4);
    assertThat(meters.get("hearth.limit.most").tag("limit", "tests").gauge().value()).isEqualTo(4);
    assertThat(refused(meters, "share")).isEqualTo(1);
    assertThat(refused(meters, "all")).isEqualTo(1);
  }

  private static double refused(SimpleMeterRegistry meters, String full) {
    return meters
        .get("hearth.limit.refused")
        .tag("limit", "tests")
        .tag("full", full)
        .functionCounter()
        .count();
  }

  @Test
  void all_addresses_of_one_ipv6_network_are_one_holder() {
    var one = ClientAddress.find("2001:db8:1:2:3:4:5:6").orElseThrow();
    var same = ClientAddress.find("[2001:db8:1:2:ffff::1]").orElseThrow();
    var other = ClientAddress.find("2001:db8:1:3::1").orElseThrow();

    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void an_ipv4_address_is_the_same_holder_however_it_is_written() {
    var four = ClientAddress.find("192.0.2.7").orElseThrow();

    assertThat(ClientAddress.find("::ffff:192.0.2.7")).contains(four);
    assertThat(ClientAddress.find("192.0.2.8")).isNotEqualTo(four).isPresent();
  }

  @Test
  void text_that_is_not_an_address_is_not_a_holder() {
    for (String text :
        List.of("", "localhost", "192.0.2", "999.1.1.1", "unknown", "a.b.c.d", "[::1", ":")) {
      assertThat(ClientAddress.find(text)).as(text).isEmpty();
    }
  }
}
