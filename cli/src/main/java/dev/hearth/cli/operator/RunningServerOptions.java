package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running server a command is for.
final class RunningServerOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The server's data folder (default: the one of `serve` without settings, or of `dev`,"
              + " whichever runs).")
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
    return theOneThatRuns(List.of(Folders.server(), Folders.dev()));
  }

  private static Path theOneThatRuns(List<Path> folders) {
    List<Path> running = folders.stream().filter(AdminClient::isOpen).toList();
    if (running.size() == 1) {
      return running.getFirst();
    }
    String and = folders.getFirst() + " and " + folders.getLast();
    throw new CommandRefused(
        running.isEmpty()
            ? "no server runs on " + and + "; start one, or say which with --data or --config"
            : "servers run on " + and + "; say which with --data");
  }
}
