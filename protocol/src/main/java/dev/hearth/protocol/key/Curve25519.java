package dev.hearth.protocol.key;

import java.math.BigInteger;
import java.util.Optional;

/// The curve under Ed25519 and X25519. Works on public keys alone: it takes as long as it takes.
public final class Curve25519 {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private Curve25519() {}

  /// The X25519 key of an Ed25519 key, both 32 bytes: `u = (1 + y) / (1 - y)`. Empty for the one
  /// point that has none.
  public static Optional<byte[]> toX25519(byte[] ed25519) {
    // The highest bit is the sign of x, which X25519 does without.
    BigInteger y = number(ed25519).clearBit(255).mod(P);
    if (y.equals(BigInteger.ONE)) {
      return Optional.empty();
    }
    BigInteger below = BigInteger.ONE.subtract(y).modInverse(P);
    return Optional.of(bytes(BigInteger.ONE.add(y).multiply(below).mod(P)));
  }

  /// The number that 32 bytes spell, the least first.
  static BigInteger number(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] bytes(BigInteger number) {
    byte[] littleEndian = new byte[32];
    byte[] bigEndian = number.toByteArray();
    for (int i = 0; i < Math.min(32, bigEndian.length); i++) {
      littleEndian[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return littleEndian;
  }
}
