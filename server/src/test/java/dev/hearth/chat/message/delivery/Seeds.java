package dev.hearth.chat.message.delivery;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Runs a simulation that a seed decides, for many seeds: the one of `-Dhearth.seed`, or known ones
/// and then fresh ones for a second, or as many as `-Dhearth.seconds` says.
final class Seeds {
  private Seeds() {}

  /// @param known as many are the same in each run
  /// @throws AssertionError that names the seed of a run that failed
  static void run(long known, LongConsumer simulation) {
    Long replayed = Long.getLong("hearth.seed");
    if (replayed != null) {
      runOne(replayed, simulation);
      return;
    }
    long first = System.nanoTime();
    System.out.println("fresh seeds from " + first);
    LongStream.range(0, known).parallel().forEach(seed -> runOne(seed, simulation));
    long end = System.nanoTime() + Long.getLong("hearth.seconds", 1) * 1_000_000_000;
    var tried = new AtomicLong();
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .parallel()
        .forEach(_ -> {
          while (System.nanoTime() - end < 0) {
            runOne(first + tried.getAndIncrement(), simulation);
          }
        });
    System.out.println(known + " known and " + tried + " fresh seeds passed");
  }

  private static void runOne(long seed, LongConsumer simulation) {
    try {
      simulation.accept(seed);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Replay with -Dhearth.seed=" + seed + ": " + e, e);
    }
  }
}
