package dev.hearth.conformance.disk;

import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.kill.Rounds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rounds over a disk that fails in the middle of the load: writes that fail, are torn or find no
/// space, syncs that fail. The server may refuse, stop or not start; messages that it answered SENT
/// are there when the disk is repaired.
class DiskFaults {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 12);
  private static final List<String> KINDS =
      List.of("write-full", "write-fails", "write-torn", "sync-fails");
  private static final int MOST_CALLS = 400;

  @TempDir Path folder;
  @TempDir Path work;

  private static final class Failing extends Disk {
    Failing(Path work) {
      super(work);
    }

    @Override
    public boolean mayRefuse() {
      return true;
    }

    @Override
    public Optional<PackedServer> startForStorm(Path folder, Random random) {
      String fault =
          KINDS.get(random.nextInt(KINDS.size())) + ":" + (random.nextInt(MOST_CALLS) + 1);
      System.out.println("fault: " + fault);
      try {
        return Optional.of(start(folder, Optional.of(fault)));
      } catch (IllegalStateException notStarted) {
        cut(folder.resolve("data"), random);
        return Optional.empty();
      }
    }
  }

  @Test
  void messages_answered_as_sent_survive_a_disk_that_fails() throws Exception {
    try (var rounds = new Rounds(folder, new Failing(work), "disk faults", ROUNDS, Rounds.seed())) {
      rounds.run();
    }
  }
}
