package dev.hearth.edge.blaze;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The mask that clients put over their payloads, and how it comes off.
final class Masking {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Masking() {}

  /// Applies `mask` to the first `length` bytes; twice is as if never.
  static void apply(byte[] bytes, int length, int mask) {
    long twice = ((long) mask << 32) | (mask & 0xffff_ffffL);
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
    }
    for (; at < length; at++) {
      bytes[at] ^= (byte) (mask >> (24 - 8 * (at & 3)));
    }
  }
}
