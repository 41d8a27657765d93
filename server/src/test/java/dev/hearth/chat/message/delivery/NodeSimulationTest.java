package dev.hearth.chat.message.delivery;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Runs {@link NodeSimulation} over known seeds, and over as many fresh ones as its time allows.
/// `-Dhearth.seed=N` replays one; `-Dhearth.seconds=N` says how long fresh seeds are tried.
class NodeSimulationTest {
  private static final int KNOWN = 10;

  @Test
  void every_session_gets_what_it_may_see_whatever_threads_and_clocks_do() {
    Logger quiet = (Logger) LoggerFactory.getLogger("dev.hearth.platform.time");
    quiet.setLevel(Level.ERROR); // its clock leaps all the time
    Seeds.run(KNOWN, NodeSimulationTest::run);
  }

  private static void run(long seed) {
    Path folder = folder();
    try {
      new NodeSimulation(seed, folder).run();
    } finally {
      remove(folder);
    }
  }

  /// In memory where that is possible: syncing to a disk takes most of the time.
  private static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "hearth-simulation")
          : Files.createTempDirectory("hearth-simulation");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void remove(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
