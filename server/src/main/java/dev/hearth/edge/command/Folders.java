package dev.hearth.edge.command;

import java.nio.file.Path;
import java.util.Optional;

/// Where things are when nobody says where.
final class Folders {
  private Folders() {}

  /// The data of the development server.
  static Path dev() {
    return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
        .resolve("hearth")
        .resolve("dev");
  }
}
