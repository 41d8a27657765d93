package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// Reads UUIDs as the protocol spells them: 36 characters, in either case.
public final class Uuids {
  private Uuids() {}

  /// The id in `text`; empty when the text is not an id.
  public static Optional<UUID> find(String text) {
    // By hand: every message carries four or more, and UUID.fromString also takes short forms such
    // as 1-1-1-1-1, which are not ids.
    if (text.length() != 36) {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return Optional.empty();
        }
        continue;
      }
      int digit = digit(c);
      if (digit < 0) {
        return Optional.empty();
      }
      if (i < 18) {
        high = (high << 4) | digit;
      } else {
        low = (low << 4) | digit;
      }
    }
    return Optional.of(new UUID(high, low));
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  static UUID parse(String text, String what) {
    return find(text).orElseThrow(() -> new IllegalArgumentException("not a " + what));
  }
}
