package dev.hearth.sdk.signal;

import java.util.Random;
import java.util.function.Consumer;

/// Runs a property with random input. A failure names the seed; `-Dhearth.seed=N` runs that one
/// again, `-Dhearth.times=N` another number of them than is bearable in every build.
final class Randomly {
  private Randomly() {}

  static void each(int times, Consumer<Random> property) {
    Long given = Long.getLong("hearth.seed");
    long first = given == null ? System.nanoTime() : given;
    long runs = given == null ? Long.getLong("hearth.times", times) : 1;
    for (long seed = first; seed < first + runs; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (RuntimeException | Error failure) {
        throw new AssertionError("with -Dhearth.seed=" + seed, failure);
      }
    }
  }
}
