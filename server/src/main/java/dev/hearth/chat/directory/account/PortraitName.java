package dev.hearth.chat.directory.account;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a portrait: the SHA-256 of its bytes in hex and its type, such as `….png`. Other
/// bytes have another name.
public record PortraitName(String text) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.(png|jpg|gif|webp)");

  public PortraitName {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("a portrait is named by 64 hex digits and a type");
    }
  }

  /// The name that this text is; empty when it is not a name.
  public static Optional<PortraitName> find(String text) {
    return NAME.matcher(text).matches() ? Optional.of(new PortraitName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
