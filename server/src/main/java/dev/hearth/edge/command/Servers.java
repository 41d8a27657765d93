package dev.hearth.edge.command;

import dev.hearth.platform.runtime.OnLoss;
import java.nio.file.Path;

/// Runs servers. The program hands one to the commands that need it.
public interface Servers {

  /// Uses a server while it runs; when this returns, the server stops.
  interface Use {
    void with(RunningServer server) throws Exception;
  }

  /// Starts a server, lets it be used, and stops it.
  ///
  /// @param settings the text of a settings file
  /// @param base where relative paths in it begin
  /// @param onLoss what to do when something that was stored is gone or damaged
  /// @throws dev.hearth.platform.settings.InvalidSettings when the text is wrong
  /// @throws dev.hearth.platform.runtime.StartRefused when the server can't start as things are
  void run(String settings, Path base, OnLoss onLoss, Use use) throws Exception;

  /// Starts a server that refuses to lose anything, lets it be used, and stops it.
  default void run(String settings, Path base, Use use) throws Exception {
    run(settings, base, OnLoss.REFUSE, use);
  }

  /// The data folder that the text of a settings file names.
  Path dataFolder(String settings, Path base);
}
