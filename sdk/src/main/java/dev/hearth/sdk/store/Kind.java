package dev.hearth.sdk.store;

import java.util.regex.Pattern;

/// One kind of what a client keeps, such as its sessions with other devices. A feature declares its
/// own kinds, which nobody else uses.
///
/// @param name 1 to 50 lower-case letters, digits, dots and hyphens: `signal.session`
/// @param most how many records of it are kept, at least 1: beyond that the one goes that was put
///   the longest ago
public record Kind(String name, int most) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,50}");

  public Kind {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a kind: " + name);
    }
    if (most < 1) {
      throw new IllegalArgumentException("a kind of which nothing is kept: " + name);
    }
  }

  /// A kind of which all is kept, for what must not be forgotten, and doesn't get more without end.
  public static Kind unbounded(String name) {
    return new Kind(name, Integer.MAX_VALUE);
  }
}
