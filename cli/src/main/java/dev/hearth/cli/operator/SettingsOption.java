package dev.hearth.cli.operator;

import dev.hearth.Hearth;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The option `--config`, which names a settings file.
final class SettingsOption {
  private SettingsOption() {}

  /// The server that the file describes; without a file, one with all defaults, whose data are in
  /// the user's state folder, wherever the command is given.
  static Hearth server(@Nullable Path file) {
    if (file == null) {
      return Hearth.of(
          "data.folder = " + Folders.server().toAbsolutePath(), Path.of("").toAbsolutePath());
    }
    Path absolute = file.toAbsolutePath();
    return Hearth.of(text(file, absolute), absolute.resolveSibling("."));
  }

  private static String text(Path file, Path absolute) {
    try {
      return Files.readString(absolute);
    } catch (IOException e) {
      throw new CommandRefused("the settings file " + file + " can't be read: " + e.getMessage());
    }
  }
}
