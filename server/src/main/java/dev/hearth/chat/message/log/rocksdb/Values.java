package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.UnreadableLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Function;

/// The common parts of the formats of values: the version in front, UUIDs, and numbers that take
/// only the bytes they need.
final class Values {
  private Values() {}

  /// Reads `value` with `format`, after its version byte; what can't be read is an `UnreadableLog`
  /// that names `what`.
  static <T> T read(String what, int version, byte[] value, Function<ByteBuffer, T> format) {
    int found = value.length == 0 ? 0 : value[0];
    if (found != version) {
      throw new UnreadableLog(
          "The log holds "
              + what
              + " of format "
              + found
              + "; this version of Hearth reads format "
              + version
              + ". It was written by another version, or the disk is damaged.");
    }
    try {
      return format.apply(ByteBuffer.wrap(value, 1, value.length - 1));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableLog("The log holds " + what + " that can't be read; it is damaged.", e);
    }
  }

  static void putUuid(ByteBuffer out, UUID uuid) {
    out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
  }

  static UUID uuid(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  /// Seven bits a byte, the lowest first; the top bit says that another byte follows.
  static void putNumber(ByteBuffer out, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  static long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }

  static int numberBytes(long number) {
    return number == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7;
  }
}
