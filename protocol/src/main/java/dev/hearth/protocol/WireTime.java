package dev.hearth.protocol;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Times as clients read them: RFC 3339, UTC, `Z`, always six decimals. Inside, a time is
/// microseconds since the epoch: some clients keep no more, and compare what they kept.
public final class WireTime {
  /// The time of what never happened; a client would fail on an empty text.
  public static final String NEVER = "0001-01-01T00:00:00Z";

  private static final String PATTERN = "0000-00-00T00:00:00.000000Z";
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int SECONDS_A_DAY = 86_400;
  private static final long FIRST = micros(Instant.parse("0000-01-01T00:00:00Z"));
  private static final long LAST = micros(Instant.parse("9999-12-31T23:59:59.999999Z"));

  private WireTime() {}

  /// `micros` since the epoch as `2026-01-02T03:04:05.678901Z`.
  ///
  /// @throws IllegalArgumentException when it lies outside the years 0 to 9999
  public static String format(long micros) {
    if (micros < FIRST || micros > LAST) {
      throw new IllegalArgumentException("no time clients can read: " + micros);
    }
    // By hand: every push carries two of them, and a formatter takes ten times as long.
    long second = Math.floorDiv(micros, MICROS_A_SECOND);
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_A_DAY));
    int inDay = Math.floorMod(second, SECONDS_A_DAY);
    byte[] text = PATTERN.getBytes(StandardCharsets.ISO_8859_1);
    digits(text, 0, 4, day.getYear());
    digits(text, 5, 2, day.getMonthValue());
    digits(text, 8, 2, day.getDayOfMonth());
    digits(text, 11, 2, inDay / 3600);
    digits(text, 14, 2, inDay / 60 % 60);
    digits(text, 17, 2, inDay % 60);
    digits(text, 20, 6, (int) Math.floorMod(micros, MICROS_A_SECOND));
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /// `time` in microseconds since the epoch; what is finer is cut off.
  public static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), MICROS_A_SECOND), time.getNano() / 1000);
  }

  /// The time that is `micros` after the epoch.
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// How many microseconds `duration` lasts; what is finer is cut off.
  public static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }

  /// The microseconds of an RFC 3339 time in any precision and zone; empty when the text is not
  /// such a time.
  public static Optional<Long> parse(String text) {
    if (text.length() > 40) {
      return Optional.empty();
    }
    if (isOurs(text)) {
      return ours(text);
    }
    try {
      return Optional.of(micros(OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeException | ArithmeticException notATime) {
      return Optional.empty();
    }
  }

  private static boolean isOurs(String text) {
    if (text.length() != PATTERN.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (PATTERN.charAt(i) == '0' ? c < '0' || c > '9' : c != PATTERN.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  // By hand, since a client reads two of them with every message.
  private static Optional<Long> ours(String text) {
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    int second = number(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59) {
      return Optional.empty();
    }
    try {
      long day =
          LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
      long seconds = day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
      return Optional.of(seconds * MICROS_A_SECOND + number(text, 20, 6));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static int number(String text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static void digits(byte[] text, int at, int count, int value) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
