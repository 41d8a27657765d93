package dev.hearth.cli.operator;

import dev.hearth.cli.option.Folders;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running server a command is for.
final class RunningServerOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's data folder (default: the one that `dev` uses).")
  private @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", description = "The server's settings file.")
  private @Nullable Path config;

  /// The server's local door.
  AdminClient door() {
    return AdminClient.at(folder());
  }

  private Path folder() {
    if (data != null) {
      return data;
    }
    if (config != null) {
      return SettingsOption.server(config).dataFolder();
    }
    return Folders.dev();
  }
}
