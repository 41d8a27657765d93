package dev.hearth.conformance.kill;

import dev.hearth.conformance.PackedServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rounds of load, `kill -9` and coming back: texts and recalls over Blaze and HTTP,
/// acknowledgements, groups, attachments, one-time keys, names and relationships.
///
/// `-Dhearth.rounds=N` sets how many, `-Dhearth.seed=S` which; the seed of a run is printed.
@Tag("long")
class KillRoundsTest {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 3);

  @TempDir Path folder;

  private static final class Killed implements Rounds.Machine {
    @Override
    public PackedServer start(Path folder) {
      return PackedServer.start(folder, Rounds.SETTINGS.toArray(String[]::new));
    }

    @Override
    public void end(PackedServer server, Random random) {
      server.kill();
    }
  }

  @Test
  void messages_answered_as_sent_reach_everybody_in_order_however_often_the_server_is_killed()
      throws Exception {
    try (var rounds = new Rounds(folder, new Killed(), "kill rounds", ROUNDS, Rounds.seed())) {
      rounds.run();
    }
  }
}
