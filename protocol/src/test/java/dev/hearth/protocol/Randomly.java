package dev.hearth.protocol;

import java.util.Random;
import java.util.function.Consumer;

/// Runs a property with random input. A failure names the seed; `-Dhearth.seed=N` runs that one
/// again.
public final class Randomly {
  private Randomly() {}

  public static void each(int times, Consumer<Random> property) {
    Long given = Long.getLong("hearth.seed");
    long first = given == null ? System.nanoTime() : given;
    for (long seed = first; seed < first + (given == null ? times : 1); seed++) {
      try {
        property.accept(new Random(seed));
      } catch (RuntimeException | Error failure) {
        throw new AssertionError("with -Dhearth.seed=" + seed, failure);
      }
    }
  }
}
