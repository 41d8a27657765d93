package dev.hearth;

import dev.hearth.chat.Chat;
import dev.hearth.edge.Edge;
import dev.hearth.edge.admin.AdminDoor;
import dev.hearth.edge.admin.AdminRequests;
import dev.hearth.edge.command.RunningServer;
import dev.hearth.edge.command.Servers;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.Rounds;
import dev.hearth.platform.runtime.StopSignal;
import java.nio.file.Path;
import java.time.InstantSource;

/// The one place where the floors of a server are opened, from the ground up, and closed, from the
/// top down. Several servers may run in a process, each on a data folder of its own.
final class Floors {
  private Floors() {}

  /// Opens a server, lets it be used, and closes it.
  ///
  /// @param base where relative paths in the configuration begin
  /// @param timer how time passes: the machine's, or a test's
  /// @param onLoss what to do when something that was stored is gone or damaged
  /// @param disk says what is free on it
  /// @param stop requested by the server itself when it can't do its work any more
  /// @throws dev.hearth.platform.runtime.StartRefused when the server can't start as things are
  static void run(
      HearthConfig config,
      Path base,
      InstantSource clock,
      Rounds.Time timer,
      OnLoss onLoss,
      Platform.DiskBound.Disk disk,
      StopSignal stop,
      Servers.Use use)
      throws Exception {
    var edgeSettings = config.edge(base);
    try (var platform =
            Platform.open(
                base.resolve(config.data().folder()),
                Chat.MIGRATIONS,
                clock,
                timer,
                onLoss,
                config.directory().url(),
                new Platform.DiskBound(disk, config.log().leaveFree().bytes()));
        var chat = Chat.open(platform, config.chat(base), Edge.encoder(edgeSettings), stop::fail);
        var edge = Edge.open(platform, chat, edgeSettings);
        var _ =
            AdminDoor.open(
                platform.folder(),
                new AdminRequests(
                    chat.accounts(), chat.signInCodes(), chat.pins(), chat::backUp))) {
      use.with(new RunningServer(edge.address(), platform.folder(), chat, stop));
    }
  }
}
