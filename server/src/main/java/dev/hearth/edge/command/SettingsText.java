package dev.hearth.edge.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The settings file that an option names, as text.
///
/// @param base where relative paths in it begin
record SettingsText(String text, Path base) {

  /// The text of `file`; without a file, no text, and the current folder as its base.
  static SettingsText of(@Nullable Path file) {
    if (file == null) {
      return new SettingsText("", Path.of("").toAbsolutePath());
    }
    try {
      Path absolute = file.toAbsolutePath();
      return new SettingsText(Files.readString(absolute), absolute.resolveSibling("."));
    } catch (IOException e) {
      throw new CommandRefused("the settings file " + file + " can't be read: " + e.getMessage());
    }
  }
}
