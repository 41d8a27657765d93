package dev.hearth.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.testkit.HearthServer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// `-Dhearth.seed=N` runs one simulation again, as far as threads let it; `-Dhearth.seeds=N` says
/// how many to run.
class ClientCrashTest {
  private static final long SEEDS = 2;

  @Test
  void whenever_clients_die_each_message_is_shown_to_everybody_once() throws Exception {
    Long given = Long.getLong("hearth.seed");
    long first = given == null ? System.nanoTime() : given;
    long seeds = given == null ? Long.getLong("hearth.seeds", SEEDS) : 1;
    try (var hearth = HearthServer.start()) {
      for (long seed = first; seed < first + seeds; seed++) {
        System.out.println("ClientCrashTest with -Dhearth.seed=" + seed);
        try (var simulation = new Simulation(hearth, new Random(seed))) {
          simulation.run();
          assertThat(simulation.faults()).isEmpty();
        } catch (RuntimeException | Error failure) {
          throw new AssertionError("with -Dhearth.seed=" + seed, failure);
        }
      }
    }
  }
}
