package dev.hearth.protocol;

import java.util.Optional;
import java.util.UUID;

/// Reads UUIDs as the protocol spells them: 36 characters, in either case.
final class Uuids {
  private Uuids() {}

  static Optional<UUID> find(String text) {
    // UUID.fromString also takes short forms such as 1-1-1-1-1, which are no ids.
    if (text.length() != 36) {
      return Optional.empty();
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return Optional.empty();
      }
    }
    return Optional.of(UUID.fromString(text));
  }

  static UUID parse(String text, String what) {
    return find(text).orElseThrow(() -> new IllegalArgumentException("not a " + what));
  }
}
