package dev.hearth.chat.message.delivery;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Runs {@link DeliverySimulation} over known seeds, and over as many fresh ones as its time
/// allows. `-Dhearth.seed=N` replays one, `-Dhearth.seeds=N` says how many known ones to try, and
/// `-Dhearth.seconds=N` how long fresh ones are tried.
class DeliverySimulationTest {

  @Test
  void every_session_gets_what_it_may_see_in_order_and_nothing_else() {
    Long replayed = Long.getLong("hearth.seed");
    if (replayed != null) {
      run(replayed);
      return;
    }
    long known = Long.getLong("hearth.seeds", 2_000);
    long first = System.nanoTime();
    System.out.println("fresh seeds from " + first);
    LongStream.range(0, known).parallel().forEach(DeliverySimulationTest::run);
    long end = System.nanoTime() + Long.getLong("hearth.seconds", 1) * 1_000_000_000;
    var tried = new AtomicLong();
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .parallel()
        .forEach(_ -> {
          while (System.nanoTime() - end < 0) {
            run(first + tried.getAndIncrement());
          }
        });
    System.out.println(known + " known and " + tried + " fresh seeds passed");
  }

  private static void run(long seed) {
    try {
      new DeliverySimulation(seed).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Replay with -Dhearth.seed=" + seed + ": " + e, e);
    }
  }
}
