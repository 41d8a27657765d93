package dev.hearth.cli.option;

import java.nio.file.Path;
import java.util.Optional;

/// Where things are when nobody says where.
public final class Folders {
  private Folders() {}

  /// The data of the development server.
  public static Path dev() {
    return state().resolve("dev");
  }

  /// The data of a server that runs without a settings file.
  public static Path server() {
    return state().resolve("server");
  }

  /// The folder that this user's programs keep things in between runs.
  public static Path state() {
    return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElseGet(() -> home().resolve(".local").resolve("state"))
        .resolve("hearth");
  }

  /// Java says `?` for a user without an entry in the list of users, such as one of a container.
  private static Path home() {
    return Optional.of(System.getProperty("user.home"))
        .filter(home -> !home.equals("?"))
        .or(() -> Optional.ofNullable(System.getenv("HOME")).filter(home -> !home.isBlank()))
        .map(Path::of)
        .orElseThrow(() ->
            new CommandRefused(
                "this user has no home folder: say --data DIR, or set XDG_STATE_HOME"));
  }
}
