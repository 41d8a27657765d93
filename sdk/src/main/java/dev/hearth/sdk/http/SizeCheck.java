package dev.hearth.sdk.http;

import java.util.Optional;

/// The text of a refusal of what is larger than the server takes.
public final class SizeCheck {
  private SizeCheck() {}

  /// Why it is too large; empty when it isn't.
  ///
  /// @param where the bytes were counted, such as "on the wire"
  public static Optional<String> find(int bytes, int most, String where) {
    return bytes <= most
        ? Optional.empty()
        : Optional.of(
            "it is %s bytes %s, and the server takes %s bytes: say less at once"
                .formatted(bytes, where, most));
  }
}
