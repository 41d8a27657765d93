package dev.hearth;

import dev.hearth.chat.Chat;
import dev.hearth.edge.Edge;
import dev.hearth.edge.admin.AdminDoor;
import dev.hearth.edge.admin.AdminRequests;
import dev.hearth.edge.command.HearthCommand;
import dev.hearth.edge.command.RunningServer;
import dev.hearth.edge.command.Servers;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The program: runs a command; where the command needs a server, opens the floors from the ground
/// up, and closes them from the top down.
public final class Hearth implements Servers {
  /// How long a stop may take before the process ends all the same.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  Hearth() {}

  public static void main(String[] arguments) {
    System.exit(HearthCommand.run(new Hearth(), arguments));
  }

  @Override
  public void run(String settings, Path base, Use use) throws Exception {
    var config = HearthConfig.parse(settings);
    var edgeSettings = config.edge(base);
    try (var stop = StopSignal.listen(PATIENCE);
        var platform =
            Platform.open(
                base.resolve(config.data().folder()), Chat.MIGRATIONS, InstantSource.system());
        var chat = Chat.open(platform, config.chat(base), Edge.encoder(edgeSettings), stop::fail);
        var edge = Edge.open(platform, chat, edgeSettings);
        var _ = AdminDoor.open(platform.folder(), new AdminRequests(chat.accounts()))) {
      use.with(new RunningServer(edge.address(), platform.folder(), chat, stop));
    }
  }

  @Override
  public Path dataFolder(String settings, Path base) {
    return base.resolve(HearthConfig.parse(settings).data().folder());
  }
}
