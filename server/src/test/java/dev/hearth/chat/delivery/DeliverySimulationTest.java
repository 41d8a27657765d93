package dev.hearth.chat.delivery;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Runs {@link DeliverySimulation} over many seeds. `-Dhearth.seed=N` replays one, and
/// `-Dhearth.seeds=N` says how many to try.
class DeliverySimulationTest {

  @Test
  void every_session_gets_what_it_may_see_in_order_and_nothing_else() {
    Long replayed = Long.getLong("hearth.seed");
    LongStream seeds =
        replayed != null
            ? LongStream.of(replayed)
            : LongStream.range(0, Long.getLong("hearth.seeds", 2_000)).parallel();
    seeds.forEach(seed -> {
      try {
        new DeliverySimulation(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("Replay with -Dhearth.seed=" + seed + ": " + e, e);
      }
    });
  }
}
