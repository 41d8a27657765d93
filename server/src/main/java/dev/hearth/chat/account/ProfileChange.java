package dev.hearth.chat.account;

import java.util.Optional;

/// What a user changes of their profile; what is empty stays.
///
/// @param fullName 1 to 64 characters
/// @param biography at most 1,024 characters
public record ProfileChange(Optional<String> fullName, Optional<String> biography) {
  public static final int LONGEST_NAME = 64;
  public static final int LONGEST_BIOGRAPHY = 1024;

  public ProfileChange {
    if (fullName.filter(name -> name.isBlank() || name.length() > LONGEST_NAME).isPresent()) {
      throw new IllegalArgumentException("a name has 1 to " + LONGEST_NAME + " characters");
    }
    if (biography.filter(text -> text.length() > LONGEST_BIOGRAPHY).isPresent()) {
      throw new IllegalArgumentException(
          "a biography has at most " + LONGEST_BIOGRAPHY + " characters");
    }
  }
}
