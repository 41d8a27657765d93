package dev.hearth.bench;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of one gzip member, in an array that is used again for the next. Members of stored
/// blocks, the most common, are copied without an `Inflater`. Throws on whatever is not exactly one
/// sound member. For one thread.
final class Gunzipped {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private final CRC32 crc = new CRC32();
  private final Inflater inflater = new Inflater(true);
  private byte[] bytes = new byte[8 * 1024];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void read(byte[] member, int offset, int size) {
    if (size < HEADER + TRAILER
        || (member[offset] & 0xFF) != 0x1F
        || (member[offset + 1] & 0xFF) != 0x8B
        || member[offset + 2] != 8
        || member[offset + 3] != 0) {
      throw new Violation("a frame that is not a plain gzip member");
    }
    length = 0;
    int from = offset + HEADER;
    int to = offset + size - TRAILER;
    if ((member[from] & 0b110) == 0) {
      copyStored(member, from, to);
    } else {
      inflate(member, from, to - from);
    }
    crc.reset();
    crc.update(bytes, 0, length);
    if ((int) crc.getValue() != littleEndian(member, to)
        || length != littleEndian(member, to + 4)) {
      throw new Violation("a gzip member with a wrong trailer");
    }
  }

  private void copyStored(byte[] member, int from, int to) {
    boolean last = false;
    int at = from;
    while (!last) {
      int header = member[at];
      int size = littleEndian16(member, at + 1);
      boolean stored = (header & 0b110) == 0 && size == (littleEndian16(member, at + 3) ^ 0xFFFF);
      if (!stored || at + 5 + size > to) {
        throw new Violation("a gzip member that mixes kinds of blocks or is cut short");
      }
      last = (header & 1) != 0;
      room(size);
      System.arraycopy(member, at + 5, bytes, length, size);
      length += size;
      at += 5 + size;
    }
    if (at != to) {
      throw new Violation("a gzip member with bytes left over");
    }
  }

  private void inflate(byte[] member, int from, int size) {
    inflater.reset();
    inflater.setInput(member, from, size);
    try {
      while (!inflater.finished()) {
        room(1024);
        int more = inflater.inflate(bytes, length, bytes.length - length);
        if (more == 0 && !inflater.finished()) {
          throw new Violation("a gzip member that is cut short");
        }
        length += more;
      }
    } catch (DataFormatException e) {
      throw new Violation("a gzip member that does not inflate", e);
    }
    if (inflater.getRemaining() != 0) {
      throw new Violation("a gzip member with bytes left over");
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  private static int littleEndian(byte[] from, int at) {
    return littleEndian16(from, at) | (littleEndian16(from, at + 2) << 16);
  }

  private static int littleEndian16(byte[] from, int at) {
    return (from[at] & 0xFF) | ((from[at + 1] & 0xFF) << 8);
  }
}
