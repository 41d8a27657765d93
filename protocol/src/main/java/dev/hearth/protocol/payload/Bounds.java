package dev.hearth.protocol.payload;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The bounds that payloads share. Lengths are in code points, so that an emoji counts as one on
/// every platform.
final class Bounds {
  /// A message that is nothing but text.
  static final int TEXT = 1_048_576;

  /// A caption, a description, somebody's words.
  static final int WORDS = 65_536;

  /// A name of a file, a place, a sticker.
  static final int NAME = 1024;

  static final int URL = 4096;

  /// A small picture as base64.
  static final int THUMBNAIL = 262_144;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final Duration LONGEST = Duration.ofDays(366);

  private Bounds() {}

  /// The result of `make`, or the reason when it finds a value out of its bounds.
  static <P> Reading<P> reading(Supplier<P> make) {
    try {
      return new Reading.Understood<>(make.get());
    } catch (InvalidPayload invalid) {
      return new Reading.NotUnderstood<>(String.valueOf(invalid.getMessage()));
    }
  }

  static void check(boolean holds, String why) {
    if (!holds) {
      throw new InvalidPayload(why);
    }
  }

  /// `text` has 1 to `most` characters.
  static void some(String what, String text, int most) {
    check(!text.isEmpty(), what + " is missing");
    atMost(what, text, most);
  }

  static void atMost(String what, String text, int most) {
    check(
        text.length() <= most || text.codePointCount(0, text.length()) <= most,
        what + " has more than " + most + " characters");
    check(isWhole(text), what + " has half a character in it");
  }

  static void atMost(String what, Optional<String> text, int most) {
    // Absent and empty are the same on the wire.
    text.ifPresent(it -> some(what, it, most));
  }

  static void notNegative(String what, long number) {
    check(number >= 0, what + " is negative");
  }

  static <T> List<T> list(String what, List<T> items, int most) {
    check(!items.isEmpty(), what + " is empty");
    check(items.size() <= most, what + " has more than " + most + " items");
    return List.copyOf(items);
  }

  /// As clients keep it: in whole milliseconds.
  static Duration millis(String what, Duration duration) {
    check(!duration.isNegative() && duration.compareTo(LONGEST) <= 0, what + " is out of range");
    return duration.truncatedTo(ChronoUnit.MILLIS);
  }

  /// As clients keep it: in whole microseconds.
  static Instant micros(String what, Instant time) {
    check(isWritable(time), what + " is out of range");
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  static boolean isWritable(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }

  // Half of a pair can't be written in UTF-8.
  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
