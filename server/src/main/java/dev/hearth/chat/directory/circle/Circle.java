package dev.hearth.chat.directory.circle;

import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.UserId;

/// Some of a user's conversations, under a name of theirs. Nobody else knows of it.
///
/// @param name 1 to 64 characters
/// @param createdAt microseconds since the epoch
public record Circle(CircleId id, UserId owner, String name, long createdAt) {
  /// In characters.
  static final int LONGEST_NAME = 64;

  public Circle {
    if (!isName(name)) {
      throw new IllegalArgumentException("a name has 1 to " + LONGEST_NAME + " characters");
    }
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.codePointCount(0, text.length()) <= LONGEST_NAME;
  }
}
