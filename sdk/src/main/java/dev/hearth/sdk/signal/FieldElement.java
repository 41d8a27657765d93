package dev.hearth.sdk.signal;

import java.math.BigInteger;

/// A number modulo 2^255 - 19, as five limbs of 51 bits. Its operations run in constant time: no
/// branch and no index depends on a number.
///
/// Limbs may be a little longer than 51 bits in between: a multiplication takes limbs up to 2^53,
/// and its results are below 2^51 + 2^13.
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
    for (int j = 0; j < LIMBS; j++) {
      long y = other.limbs[j];
      // 2^255 is 19.
      long wrapped = 19 * y;
      for (int k = 0; k < LIMBS; k++) {
        long x = limbs[k < j ? k - j + LIMBS : k - j];
        long z = k < j ? wrapped : y;
        long product = x * z;
        low[k] += product & MASK;
        high[k] += (Math.multiplyHigh(x, z) << (64 - BITS)) | (product >>> BITS);
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
    // Fermat: to the power of 2^255 - 21, which is (2^250 - 1) * 2^5 + 11.
    FieldElement two = times(this);
    FieldElement nine = two.squared(2).times(this);
    FieldElement eleven = nine.times(two);
    FieldElement ones5 = eleven.squared(1).times(nine);
    FieldElement ones10 = ones5.squared(5).times(ones5);
    FieldElement ones20 = ones10.squared(10).times(ones10);
    FieldElement ones40 = ones20.squared(20).times(ones20);
    FieldElement ones50 = ones40.squared(10).times(ones10);
    FieldElement ones100 = ones50.squared(50).times(ones50);
    FieldElement ones200 = ones100.squared(100).times(ones100);
    FieldElement ones250 = ones200.squared(50).times(ones50);
    return ones250.squared(5).times(eleven);
  }

  /// The one at this index. Reads all of them, so that the cache doesn't tell which was wanted.
  static FieldElement choose(FieldElement[] from, int wanted) {
    long[] chosen = new long[LIMBS];
    for (int i = 0; i < from.length; i++) {
      long mask = ((long) (i ^ wanted) - 1) >> 63;
      long[] each = from[i].limbs;
      for (int j = 0; j < LIMBS; j++) {
        chosen[j] |= mask & each[j];
      }
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

  private FieldElement squared(int times) {
    FieldElement square = this;
    for (int i = 0; i < times; i++) {
      square = square.times(square);
    }
    return square;
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
