package dev.hearth.chat.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.hearth.chat.message.log.Cursor.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CursorTest {
  private static final int SEEDS = 500;

  @Test
  void acknowledged_in_order_it_is_one_number() {
    Cursor cursor = Cursor.at(10).acknowledge(10, 12).acknowledge(12, 20);

    assertThat(cursor).isEqualTo(Cursor.at(20));
  }

  @Test
  void an_entry_after_one_that_is_gone_closes_no_gap_but_its_own() {
    // The log lost 11 before 12 was appended: nothing is between 0 and 12.
    assertThat(Cursor.at(10).acknowledge(0, 12)).isEqualTo(Cursor.at(12));
    assertThat(Cursor.at(10).acknowledge(14, 16).acknowledge(0, 12).has(14)).isFalse();
  }

  @Test
  void a_gap_is_remembered_until_it_is_closed() {
    Cursor gap = Cursor.at(10).acknowledge(12, 20);

    assertThat(gap).isEqualTo(new Cursor(10, List.of(new Range(12, 20))));
    assertThat(gap.has(10)).isTrue();
    assertThat(gap.has(11)).isFalse();
    assertThat(gap.has(12)).isFalse();
    assertThat(gap.has(20)).isTrue();
    assertThat(gap.has(21)).isFalse();
    assertThat(gap.acknowledge(10, 12)).isEqualTo(Cursor.at(20));
  }

  @Test
  void ranges_that_meet_become_one() {
    Cursor cursor = Cursor.at(0).acknowledge(10, 20).acknowledge(30, 40);

    assertThat(cursor.acknowledge(20, 30).beyond()).containsExactly(new Range(10, 40));
    assertThat(cursor.acknowledge(20, 25).beyond())
        .containsExactly(new Range(10, 25), new Range(30, 40));
    assertThat(cursor.acknowledge(25, 30).beyond())
        .containsExactly(new Range(10, 20), new Range(25, 40));
  }

  @Test
  void a_range_over_entries_that_are_gone_takes_in_what_it_covers() {
    Cursor cursor = Cursor.at(0).acknowledge(10, 20).acknowledge(30, 40).acknowledge(50, 60);

    assertThat(cursor.acknowledge(5, 45).beyond())
        .containsExactly(new Range(5, 45), new Range(50, 60));
    assertThat(cursor.acknowledge(0, 45)).isEqualTo(new Cursor(45, List.of(new Range(50, 60))));
  }

  @Test
  void acknowledging_again_changes_nothing() {
    Cursor cursor = Cursor.at(10).acknowledge(12, 20);

    assertThat(cursor.acknowledge(12, 20)).isSameAs(cursor);
    assertThat(cursor.acknowledge(5, 8)).isSameAs(cursor);
  }

  @Test
  void skipping_takes_along_what_follows_without_a_gap() {
    Cursor cursor = Cursor.at(0).acknowledge(10, 20).acknowledge(30, 40);

    assertThat(cursor.skipTo(0)).isSameAs(cursor);
    assertThat(cursor.skipTo(5)).isEqualTo(new Cursor(5, cursor.beyond()));
    assertThat(cursor.skipTo(10)).isEqualTo(new Cursor(20, List.of(new Range(30, 40))));
    assertThat(cursor.skipTo(15)).isEqualTo(new Cursor(20, List.of(new Range(30, 40))));
    assertThat(cursor.skipTo(20)).isEqualTo(new Cursor(20, List.of(new Range(30, 40))));
    assertThat(cursor.skipTo(25)).isEqualTo(new Cursor(25, List.of(new Range(30, 40))));
    assertThat(cursor.skipTo(99)).isEqualTo(Cursor.at(99));
  }

  @Test
  void a_cursor_with_too_many_gaps_forgets_the_newest() {
    Cursor full = Cursor.at(0);
    for (long i = 1; i <= Cursor.MOST_RANGES; i++) {
      full = full.acknowledge(i * 10, i * 10 + 1);
    }

    assertThat(full.acknowledge(1_000_000, 1_000_001)).isEqualTo(full);
    Cursor older = full.acknowledge(4, 5);
    assertThat(older.beyond()).hasSize(Cursor.MOST_RANGES).startsWith(new Range(4, 5));
    assertThat(older.has(Cursor.MOST_RANGES * 10L + 1)).isFalse();
  }

  @Test
  void impossible_cursors_are_refused() {
    assertThatThrownBy(() -> new Range(5, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cursor(5, List.of(new Range(5, 6))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cursor(0, List.of(new Range(5, 6), new Range(3, 4))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void it_has_just_what_was_acknowledged_in_whatever_order() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("CursorTest: -Dhearth.seed=" + seed);
    for (int i = 0; i < SEEDS; i++) {
      acknowledgeAtRandom(new Random(seed + i));
    }
  }

  private static void acknowledgeAtRandom(Random random) {
    List<Long> log = log(random, 1 + random.nextInt(60));
    Cursor cursor = Cursor.at(random.nextInt(5));
    Set<Long> acknowledged = new HashSet<>();
    markThrough(acknowledged, log, cursor.through());

    for (int step = 0; step < 100; step++) {
      int index = random.nextInt(log.size());
      if (random.nextInt(50) == 0) {
        long to = log.get(index) + random.nextInt(3) - 1;
        cursor = cursor.skipTo(to);
        markThrough(acknowledged, log, to);
      } else {
        cursor = cursor.acknowledge(index == 0 ? 0 : log.get(index - 1), log.get(index));
        acknowledged.add(log.get(index));
      }
      assertSame(cursor, log, acknowledged);
    }
  }

  private static List<Long> log(Random random, int length) {
    List<Long> log = new ArrayList<>();
    long position = 0;
    for (int i = 0; i < length; i++) {
      position += 1 + random.nextInt(4);
      log.add(position);
    }
    return log;
  }

  private static void markThrough(Set<Long> acknowledged, List<Long> log, long through) {
    log.stream().filter(position -> position <= through).forEach(acknowledged::add);
  }

  private static void assertSame(Cursor cursor, List<Long> log, Set<Long> acknowledged) {
    for (long position : log) {
      if (cursor.has(position) != acknowledged.contains(position)) {
        fail("%s is wrong about %d of %s", cursor, position, acknowledged);
      }
    }
    // Nothing that is behind a closed gap is kept as if it were beyond one.
    long missing = Long.MAX_VALUE;
    for (long position : log) {
      missing = acknowledged.contains(position) ? missing : Math.min(missing, position);
    }
    if (cursor.through() >= missing
        || (!cursor.beyond().isEmpty() && cursor.beyond().getFirst().last() <= missing)) {
      fail("%s is not settled: the first one missing is %d", cursor, missing);
    }
  }

  @Test
  void it_claims_nothing_it_forgot_and_still_comes_to_the_end() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("CursorTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    List<Long> log = log(random, 3 * Cursor.MOST_RANGES);
    Set<Long> acknowledged = new HashSet<>();
    Cursor cursor = Cursor.at(0);

    // Every second one, in any order: more gaps than a cursor remembers.
    List<Integer> odd = new ArrayList<>();
    for (int i = 1; i < log.size(); i += 2) {
      odd.add(i);
    }
    Collections.shuffle(odd, random);
    for (int i : odd) {
      cursor = cursor.acknowledge(log.get(i - 1), log.get(i));
      acknowledged.add(log.get(i));
    }
    for (long position : log) {
      if (cursor.has(position) && !acknowledged.contains(position)) {
        fail("it claims %d", position);
      }
    }

    // Entries that it does not have come again, and are acknowledged again.
    for (int i = 0; i < log.size(); i++) {
      if (!cursor.has(log.get(i))) {
        cursor = cursor.acknowledge(i == 0 ? 0 : log.get(i - 1), log.get(i));
      }
    }
    assertThat(cursor).isEqualTo(Cursor.at(log.getLast()));
  }

  @Test
  void merged_it_has_what_either_has_and_nothing_else() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("CursorTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<Long> log = log(random, 1 + random.nextInt(20));
      Cursor one = Cursor.at(0);
      Cursor other = Cursor.at(0);
      for (int i = 0; i < log.size(); i++) {
        long previous = i == 0 ? 0 : log.get(i - 1);
        one = random.nextBoolean() ? one.acknowledge(previous, log.get(i)) : one;
        other = random.nextInt(3) == 0 ? other.acknowledge(previous, log.get(i)) : other;
      }

      Cursor merged = one.merge(other);

      assertThat(other.merge(one)).isEqualTo(merged);
      assertThat(merged.merge(one)).isEqualTo(merged);
      for (long position : log) {
        assertThat(merged.has(position)).isEqualTo(one.has(position) || other.has(position));
      }
    }
  }
}
