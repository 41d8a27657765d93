package dev.hearth.sdk.signal;

import java.math.BigInteger;

/// A number modulo 2^255 - 19, as five limbs of 51 bits. What it does takes the same time whatever
/// the number is: no branch and no index depends on one.
///
/// Limbs may be a little longer than 51 bits in between: up to 2^53 go into a multiplication, and
/// what comes out of one is below 2^51 + 2^13.
final class FieldElement {
  static final FieldElement ZERO = new FieldElement(0, 0, 0, 0, 0);
  static final FieldElement ONE = new FieldElement(1, 0, 0, 0, 0);

  private static final int LIMBS = 5;
  private static final int BITS = 51;
  private static final long MASK = (1L << BITS) - 1;
  // Twice the prime, limb by limb: added before a subtraction, so that no limb falls below zero.
  private static final long TWICE_P_LOW = 2 * (MASK - 18);
  private static final long TWICE_P = 2 * MASK;

  private final long[] limbs;

  private FieldElement(long... limbs) {
    this.limbs = limbs;
  }

  /// A constant.
  static FieldElement of(String decimal) {
    BigInteger number = new BigInteger(decimal);
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = number.shiftRight(BITS * i).longValue() & MASK;
    }
    return new FieldElement(limbs);
  }

  FieldElement plus(FieldElement other) {
    long[] sum = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      sum[i] = limbs[i] + other.limbs[i];
    }
    return new FieldElement(sum);
  }

  FieldElement minus(FieldElement other) {
    long[] difference = new long[LIMBS];
    difference[0] = limbs[0] + TWICE_P_LOW - other.limbs[0];
    for (int i = 1; i < LIMBS; i++) {
      difference[i] = limbs[i] + TWICE_P - other.limbs[i];
    }
    return new FieldElement(difference);
  }

  FieldElement times(FieldElement other) {
    // Each product has up to 111 bits; its low 51 stay with their limb, the rest goes to the next.
    long[] low = new long[LIMBS];
    long[] high = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      long x = limbs[i];
      for (int j = 0; j < LIMBS; j++) {
        boolean wraps = i + j >= LIMBS;
        // 2^255 is 19.
        long y = wraps ? 19 * other.limbs[j] : other.limbs[j];
        int k = wraps ? i + j - LIMBS : i + j;
        long product = x * y;
        low[k] += product & MASK;
        high[k] += (Math.multiplyHigh(x, y) << (64 - BITS)) | (product >>> BITS);
      }
    }
    low[0] += 19 * high[LIMBS - 1];
    for (int i = 1; i < LIMBS; i++) {
      low[i] += high[i - 1];
    }
    carry(low);
    return new FieldElement(low);
  }

  /// One divided by it; zero for zero.
  FieldElement inverse() {
    // Fermat: to the power of 2^255 - 21, all of whose bits but two are ones.
    FieldElement power = this;
    for (int bit = 253; bit >= 0; bit--) {
      power = power.times(power);
      if (bit != 2 && bit != 4) {
        power = power.times(this);
      }
    }
    return power;
  }

  /// `other` where `mask` is all ones, this where it is all zeros.
  FieldElement or(FieldElement other, long mask) {
    long[] chosen = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      chosen[i] = limbs[i] ^ (mask & (limbs[i] ^ other.limbs[i]));
    }
    return new FieldElement(chosen);
  }

  /// The number below the prime in 32 bytes, the least first.
  byte[] toBytes() {
    long[] r = limbs.clone();
    carry(r);
    carry(r);
    // One if it is the prime or more: then adding 19 reaches 2^255.
    long over = 19;
    for (long limb : r) {
      over = (limb + over) >>> BITS;
    }
    r[0] += 19 * over;
    for (int i = 0; i < LIMBS - 1; i++) {
      r[i + 1] += r[i] >>> BITS;
      r[i] &= MASK;
    }
    r[LIMBS - 1] &= MASK;
    byte[] bytes = new byte[32];
    for (int bit = 0; bit < 255; bit++) {
      bytes[bit / 8] |= (byte) (((r[bit / BITS] >>> (bit % BITS)) & 1) << (bit % 8));
    }
    return bytes;
  }

  private static void carry(long[] limbs) {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >>> BITS;
      limbs[i] &= MASK;
    }
    limbs[0] += 19 * (limbs[LIMBS - 1] >>> BITS);
    limbs[LIMBS - 1] &= MASK;
    limbs[1] += limbs[0] >>> BITS;
    limbs[0] &= MASK;
  }
}
