package dev.hearth.edge.api;

import java.util.Optional;
import java.util.regex.Pattern;

/// A phone number with its country's, such as `+8613800138000`.
record PhoneNumber(String text) {
  private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{4,14}");

  PhoneNumber {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no phone number");
    }
  }

  /// The number in a path, where a plus that was not escaped may have become a space.
  static Optional<PhoneNumber> find(String text) {
    String plain = text.startsWith(" ") ? "+" + text.substring(1) : text;
    return FORM.matcher(plain).matches() ? Optional.of(new PhoneNumber(plain)) : Optional.empty();
  }
}
