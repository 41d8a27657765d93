package dev.hearth.sdk.signal;

import java.util.HexFormat;

/// Numbers modulo L, the order of the base point, in bytes with the least first. They are secrets:
/// what is done takes the same time whatever they are.
final class Scalar {
  // RFC 8032, 5.1: L = 2^252 + 27742317777372353535851937790883648493.
  private static final byte[] L =
      HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  private Scalar() {}

  /// 64 bytes modulo L.
  static byte[] reduce(byte[] wide) {
    long[] x = new long[64];
    for (int i = 0; i < 64; i++) {
      x[i] = Byte.toUnsignedLong(wide[i]);
    }
    return reduce(x);
  }

  /// `a * b + c` modulo L, each of 32 bytes.
  static byte[] multiplyAndAdd(byte[] a, byte[] b, byte[] c) {
    long[] x = new long[64];
    for (int i = 0; i < 32; i++) {
      x[i] += Byte.toUnsignedLong(c[i]);
      for (int j = 0; j < 32; j++) {
        x[i + j] += Byte.toUnsignedLong(a[i]) * Byte.toUnsignedLong(b[j]);
      }
    }
    return reduce(x);
  }

  /// Digits of base 256, which may be too large for their place; overwrites them. This is how
  /// TweetNaCl does it: from above, sixteen times a digit is taken off as L, 32 digits lower.
  private static byte[] reduce(long[] x) {
    for (int i = 63; i >= 32; i--) {
      long carry = 0;
      for (int j = i - 32; j < i - 12; j++) {
        x[j] += carry - 16 * x[i] * Byte.toUnsignedLong(L[j - (i - 32)]);
        carry = (x[j] + 128) >> 8;
        x[j] -= carry << 8;
      }
      x[i - 12] += carry;
      x[i] = 0;
    }
    long carry = 0;
    for (int j = 0; j < 32; j++) {
      x[j] += carry - (x[31] >> 4) * Byte.toUnsignedLong(L[j]);
      carry = x[j] >> 8;
      x[j] &= 255;
    }
    byte[] reduced = new byte[32];
    for (int j = 0; j < 32; j++) {
      x[j] -= carry * Byte.toUnsignedLong(L[j]);
    }
    for (int i = 0; i < 32; i++) {
      x[i + 1] += x[i] >> 8;
      reduced[i] = (byte) x[i];
    }
    return reduced;
  }
}
