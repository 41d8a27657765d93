package dev.hearth;

import dev.hearth.edge.command.HearthCommand;
import dev.hearth.edge.command.Servers;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.Rounds;
import dev.hearth.platform.runtime.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The program: runs a command; where the command needs a server, runs one until it is told to
/// stop.
public final class Hearth implements Servers {
  /// How long a stop may take before the process ends anyway.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  Hearth() {}

  public static void main(String[] arguments) {
    System.exit(HearthCommand.run(new Hearth(), arguments));
  }

  @Override
  public void run(String settings, Path base, OnLoss onLoss, Use use) throws Exception {
    var config = HearthConfig.parse(settings);
    try (var stop = StopSignal.listen(PATIENCE)) {
      Floors.run(
          config,
          base,
          InstantSource.system(),
          Rounds.Time.OF_MACHINE,
          onLoss,
          DiskSpace.Free::around,
          stop,
          use);
    }
  }

  @Override
  public Path dataFolder(String settings, Path base) {
    return base.resolve(HearthConfig.parse(settings).data().folder());
  }
}
