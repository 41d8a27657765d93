package dev.hearth.chat.directory.account;

import java.util.Optional;

/// A change that a user makes to their profile; empty parts stay as they are.
///
/// @param fullName 1 to 64 characters, as {@link VisibleName} has them
/// @param biography at most 1,024 characters
public record ProfileChange(
    Optional<String> fullName, Optional<String> biography, Optional<KeptPortrait> picture) {
  /// In characters.
  public static final int LONGEST_NAME = 64;

  /// In characters.
  public static final int LONGEST_BIOGRAPHY = 1024;

  public ProfileChange {
    if (!fullName.map(ProfileChange::isName).orElse(true)) {
      throw new IllegalArgumentException(
          "a name has 1 to " + LONGEST_NAME + " characters, and shows something");
    }
    if (!biography.map(ProfileChange::isBiography).orElse(true)) {
      throw new IllegalArgumentException(
          "a biography has at most " + LONGEST_BIOGRAPHY + " characters");
    }
  }

  public static boolean isName(String text) {
    return VisibleName.is(text, LONGEST_NAME);
  }

  public static boolean isBiography(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_BIOGRAPHY;
  }
}
