package dev.hearth.conformance.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.kill.Rounds;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rounds of load, power cuts and coming back; `conformance/disk` runs them.
class PowerCuts {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 10);

  @TempDir Path folder;
  @TempDir Path work;

  @Test
  void messages_answered_as_sent_survive_a_power_cut() throws Exception {
    var disk = new Disk(work);
    try (var rounds = new Rounds(folder, disk, "power cuts", ROUNDS, Rounds.seed())) {
      rounds.run();
    }
    // Otherwise the undo log saw nothing of what the server writes.
    assertThat(disk.taken()).isPositive();
  }

  /// A disk that only says that it has synced.
  private static final class Liar extends Disk {
    Liar(Path work) {
      super(work);
    }

    @Override
    public PackedServer start(Path folder) {
      return start(folder, Optional.of("sync-swallowed:1"));
    }

    @Override
    public long patienceSeconds() {
      return 10;
    }

    @Override
    public void end(PackedServer server, Random random) {
      server.kill();
      cut(
          server.data(),
          new Random(0) { // all that was not synced is lost
            @Override
            public int nextInt(int bound) {
              return 0;
            }
          });
    }
  }

  @Test
  void a_sync_that_is_left_out_is_noticed() throws Exception {
    try (var rounds = new Rounds(folder, new Liar(work), "swallowed syncs", 5, Rounds.seed())) {
      // A message that never comes, or a session that the directory has forgotten.
      assertThatThrownBy(rounds::run)
          .isInstanceOfAny(AssertionError.class, ExecutionException.class);
    }
  }
}
