package dev.hearth.chat.directory.account;

import java.util.OptionalLong;

/// The numbers by which people find each other. Clients tell a bot by its number alone: bots have
/// 7000000001 to 7999999999, and people 5 to 9 digits, given out in order.
public final class IdentityNumbers {
  static final long BEFORE_PEOPLE = 10_000;
  static final long BEFORE_BOTS = 7_000_000_000L;
  private static final long LAST_PERSON = 999_999_999;
  private static final long LAST_BOT = 7_999_999_999L;

  private IdentityNumbers() {}

  /// The number in `text`; empty when it can't be anybody's.
  public static OptionalLong find(String text) {
    if (!text.matches("[1-9][0-9]{4,9}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /// @throws IllegalStateException when all numbers are used
  static long after(long last, boolean bot) {
    if (last >= (bot ? LAST_BOT : LAST_PERSON)) {
      throw new IllegalStateException("No identity numbers left");
    }
    return last + 1;
  }
}
