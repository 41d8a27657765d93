package dev.hearth.chat.directory.account;

import java.util.Optional;
import java.util.regex.Pattern;

/// A phone number with its country's, as E.164 writes it: `+8613800138000`.
public record PhoneNumber(String text) {
  private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{4,14}");

  /// @throws IllegalArgumentException when no phone has this number
  public PhoneNumber {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no phone number");
    }
  }

  /// The number in `text`; empty when no phone has it.
  public static Optional<PhoneNumber> find(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new PhoneNumber(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
