package dev.hearth.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.platform.limits.FairQueue.Offered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FairQueueTest {

  @Test
  void nobody_waits_for_all_that_somebody_else_handed_in() {
    var queue = new FairQueue<String>(FairQueue.QueueBounds.of(10_000, 1 << 20));
    for (int i = 0; i < 1_000; i++) {
      assertThat(queue.offer("flood", "flood", 100)).isEqualTo(Offered.QUEUED);
    }
    assertThat(queue.offer("one", "hello", 100)).isEqualTo(Offered.QUEUED);
    assertThat(queue.offer("other", "hello", 100)).isEqualTo(Offered.QUEUED);

    assertThat(drain(queue, 3)).containsExactlyInAnyOrder("flood", "hello", "hello");
  }

  @Test
  void one_owner_has_a_share_and_the_rest_is_for_others() {
    var queue = new FairQueue<String>(new FairQueue.QueueBounds(100, 1_000, 10, 300));
    for (int i = 0; i < 10; i++) {
      assertThat(queue.offer("many", "x", 1)).isEqualTo(Offered.QUEUED);
    }
    assertThat(queue.offer("many", "x", 1)).isEqualTo(Offered.NO_ROOM_FOR_OWNER);

    assertThat(queue.offer("large", "x", 200)).isEqualTo(Offered.QUEUED);
    assertThat(queue.offer("large", "x", 200)).isEqualTo(Offered.NO_ROOM_FOR_OWNER);
    assertThat(queue.offer("other", "x", 200)).isEqualTo(Offered.QUEUED);
  }

  @Test
  void all_of_it_is_bounded_in_bytes_but_a_single_item_may_be_large() {
    var queue = new FairQueue<String>(new FairQueue.QueueBounds(100, 1_000, 100, 1_000));
    assertThat(queue.offer("one", "x", 5_000)).isEqualTo(Offered.QUEUED);
    assertThat(queue.offer("other", "x", 1)).isEqualTo(Offered.NO_ROOM);
    assertThat(drain(queue, 1)).hasSize(1);

    for (int i = 0; i < 10; i++) {
      assertThat(queue.offer("owner " + i, "x", 100)).isEqualTo(Offered.QUEUED);
    }
    assertThat(queue.offer("another", "x", 1)).isEqualTo(Offered.NO_ROOM);
  }

  @Test
  void a_commit_of_large_items_is_short() {
    var queue = new FairQueue<String>(new FairQueue.QueueBounds(100, 10_000, 100, 10_000));
    for (int i = 0; i < 10; i++) {
      assertThat(queue.offer("owner", "x", 1_000)).isEqualTo(Offered.QUEUED);
    }
    List<String> together = new ArrayList<>();

    queue.drain(together, 100, 2_500);

    assertThat(together).hasSize(3);
  }

  @Test
  void small_items_do_not_wait_for_the_large_ones_of_others() {
    var queue = new FairQueue<String>(FairQueue.QueueBounds.of(10_000, 64 << 20));
    for (int i = 0; i < 24; i++) {
      assertThat(queue.offer("large " + i, "large", 250_000)).isEqualTo(Offered.QUEUED);
    }
    assertThat(queue.offer("small", "hello", 1_000)).isEqualTo(Offered.QUEUED);

    assertThat(drain(queue, 1)).containsExactly("hello");
  }

  @Test
  void large_items_get_their_turn_while_small_ones_keep_coming() {
    var queue = new FairQueue<String>(FairQueue.QueueBounds.of(10_000, 64 << 20));
    for (String item : List.of("large", "huge")) {
      assertThat(queue.offer(item, item, item.equals("huge") ? 60_000_000 : 250_000))
          .isEqualTo(Offered.QUEUED);
      int before = 0;
      for (String next = ""; !next.equals(item); before++) {
        assertThat(queue.offer("small", "hello", 1_000)).isEqualTo(Offered.QUEUED);
        next = drain(queue, 1).getFirst();
      }
      assertThat(before).isLessThan(20);
    }
  }

  @Test
  void
      what_is_drained_together_is_next_to_the_owners_other_items_after_those_of_owners_with_less() {
    var queue = new FairQueue<String>(FairQueue.QueueBounds.of(10_000, 1 << 20));
    for (String item : List.of("a1", "b1", "c1", "a2", "b2", "a3", "a4")) {
      assertThat(queue.offer(item.charAt(0), item, 100)).isEqualTo(Offered.QUEUED);
    }

    assertThat(drain(queue, 6)).containsExactly("c1", "b1", "b2", "a1", "a2", "a3");
    assertThat(drain(queue, 6)).containsExactly("a4");
  }

  @Test
  void each_owners_items_stay_in_order_and_none_is_lost() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("FairQueueTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    var queue = new FairQueue<List<Integer>>(FairQueue.QueueBounds.of(200, 1 << 20));
    Map<Integer, Integer> offered = new HashMap<>();
    Map<Integer, Integer> drained = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int owner = random.nextInt(20);
      if (random.nextInt(3) > 0) {
        int number = offered.getOrDefault(owner, 0);
        if (queue.offer(owner, List.of(owner, number), random.nextInt(100)) == Offered.QUEUED) {
          offered.put(owner, number + 1);
        }
      } else {
        take(queue, random.nextInt(5), drained);
      }
    }
    take(queue, Integer.MAX_VALUE, drained);

    assertThat(queue.isEmpty()).isTrue();
    assertThat(drained).isEqualTo(offered);
  }

  private static void take(
      FairQueue<List<Integer>> queue, int most, Map<Integer, Integer> drained) {
    List<List<Integer>> taken = new ArrayList<>();
    queue.drain(taken, most, Long.MAX_VALUE);
    for (List<Integer> item : taken) {
      assertThat(item.getLast()).isEqualTo(drained.getOrDefault(item.getFirst(), 0));
      drained.merge(item.getFirst(), 1, Integer::sum);
    }
  }

  private static List<String> drain(FairQueue<String> queue, int most) {
    List<String> drained = new ArrayList<>();
    queue.drain(drained, most, Long.MAX_VALUE);
    return drained;
  }
}
