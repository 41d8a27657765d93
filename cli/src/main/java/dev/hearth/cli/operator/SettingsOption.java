package dev.hearth.cli.operator;

import dev.hearth.Hearth;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The option `--config`, which names a settings file.
final class SettingsOption {
  private SettingsOption() {}

  /// The server that the file describes; without a file, one with all defaults, whose data are in
  /// the user's state folder, wherever the command is given.
  static Hearth server(@Nullable Path file) {
    return Hearth.of(text(file), base(file));
  }

  /// Where relative paths begin.
  static Path base(@Nullable Path file) {
    return file == null
        ? Path.of("").toAbsolutePath()
        : file.toAbsolutePath().resolveSibling(".").normalize();
  }

  /// The text of the settings; without a file, only where the data are.
  static String text(@Nullable Path file) {
    if (file == null) {
      return "data.folder = " + Folders.server().toAbsolutePath();
    }
    try {
      return Files.readString(file.toAbsolutePath());
    } catch (NoSuchFileException e) {
      throw new CommandRefused("the settings file " + file + " is not there");
    } catch (IOException e) {
      throw new CommandRefused("the settings file " + file + " can't be read: " + e.getMessage());
    }
  }
}
