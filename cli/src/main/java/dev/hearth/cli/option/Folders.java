package dev.hearth.cli.option;

import java.nio.file.Path;
import java.util.Optional;

/// Where things are when nobody says where.
public final class Folders {
  private Folders() {}

  /// The data of the development server.
  public static Path dev() {
    return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
        .resolve("hearth")
        .resolve("dev");
  }
}
