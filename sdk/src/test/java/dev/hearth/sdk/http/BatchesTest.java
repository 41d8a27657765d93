package dev.hearth.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
  @Test
  void a_batch_ends_with_what_just_fits() {
    assertThat(Batches.of(List.of(3, 4, 3, 1, 10, 11, 2), bytes -> bytes, 10, 99))
        .containsExactly(List.of(3, 4, 3), List.of(1), List.of(10), List.of(11), List.of(2));
  }

  @Test
  void a_batch_has_no_more_items_than_it_may() {
    assertThat(Batches.of(List.of(1, 2, 3, 4, 5), _ -> 0, 10, 2))
        .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
  }

  @Test
  void nothing_makes_no_batch() {
    assertThat(Batches.of(List.<Integer>of(), _ -> 0, 10, 2)).isEmpty();
  }
}
