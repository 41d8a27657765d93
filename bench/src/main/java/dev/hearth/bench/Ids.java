package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Makes the ids of a run, so that each answer or push shows by its id which request or message it
/// belongs to. An id looks random in its first 64 bits, as the ids of real clients do (a log that
/// files them by id must not profit from order), but it holds its kind, its owner and its number;
/// the rest is the mark of the run.
///
/// @param mark what tells this run's ids from everybody else's
record Ids(long mark) {

  /// The purpose of an id.
  enum Kind {
    MESSAGE(0),
    ACKNOWLEDGEMENT(1),
    LIST_PENDING(2);

    private final long code;

    Kind(long code) {
      this.code = code;
    }
  }

  /// The length of an id as text.
  static final int LENGTH = 36;

  private static final int NUMBER_BITS = 34;
  private static final int OWNER_BITS = 24;
  private static final long LOW_60 = (1L << 60) - 1;
  private static final long FACTOR = 0x9E3779B97F4A7C15L & LOW_60;
  private static final long INVERSE = inverse(FACTOR);
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  Ids {
    // The variant that a UUID must have.
    mark = (mark & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
  }

  static Ids random() {
    return new Ids(new Random().nextLong());
  }

  /// @param owner whose: 0 to 16 million
  /// @param number the how-manieth: 0 to 17 billion
  long high(Kind kind, int owner, long number) {
    long plain = (kind.code << (NUMBER_BITS + OWNER_BITS)) | ((long) owner << NUMBER_BITS) | number;
    long mixed = scramble(plain);
    return (mixed >>> 12 << 16) | 0x4000 | (mixed & 0xFFF);
  }

  /// Writes the id as text at `at`.
  void write(byte[] into, int at, long high) {
    hex(into, at, high >>> 32, 8);
    into[at + 8] = '-';
    hex(into, at + 9, high >>> 16, 4);
    into[at + 13] = '-';
    hex(into, at + 14, high, 4);
    into[at + 18] = '-';
    hex(into, at + 19, mark >>> 48, 4);
    into[at + 23] = '-';
    hex(into, at + 24, mark, 12);
  }

  /// Whether the 36 bytes at `at` are an id of this run.
  boolean isOurs(byte[] text, int at) {
    return (parse(text, at + 19, 4) << 48 | parse(text, at + 24, 12)) == mark;
  }

  /// Decodes the 36 bytes at `at`, an id of this run. The three methods below take the result
  /// apart.
  static long read(byte[] text, int at) {
    long top = parse(text, at, 8) << 16 | parse(text, at + 9, 4);
    return unscramble(top << 12 | (parse(text, at + 14, 4) & 0xFFF));
  }

  static Kind kind(long plain) {
    long code = plain >>> (NUMBER_BITS + OWNER_BITS);
    return code == Kind.MESSAGE.code
        ? Kind.MESSAGE
        : code == Kind.ACKNOWLEDGEMENT.code ? Kind.ACKNOWLEDGEMENT : Kind.LIST_PENDING;
  }

  static int owner(long plain) {
    return (int) (plain >>> NUMBER_BITS) & ((1 << OWNER_BITS) - 1);
  }

  static long number(long plain) {
    return plain & ((1L << NUMBER_BITS) - 1);
  }

  private static long scramble(long plain) {
    long x = plain;
    x ^= x >>> 31;
    x = x * FACTOR & LOW_60;
    x ^= x >>> 30;
    return x * FACTOR & LOW_60;
  }

  private static long unscramble(long mixed) {
    long x = mixed * INVERSE & LOW_60;
    x ^= x >>> 30;
    x = x * INVERSE & LOW_60;
    return x ^ x >>> 31;
  }

  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < 6; i++) { // Newton: each step doubles the bits that are right
      inverse *= 2 - odd * inverse;
    }
    return inverse & LOW_60;
  }

  private static void hex(byte[] into, int at, long value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      into[at + i] = DIGITS[(int) value & 0xF];
      value >>>= 4;
    }
  }

  private static long parse(byte[] text, int at, int digits) {
    long value = 0;
    for (int i = at; i < at + digits; i++) {
      int c = text[i];
      value = value << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
  }
}
