package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Cursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The stored form of a cursor: `version 1 · through 8 · ranges n · (gap n · length n)…`. Ranges
/// ascend, so each is kept as its distance from the one before.
final class CursorCodec {
  private static final int VERSION = 1;

  private CursorCodec() {}

  static byte[] encode(Cursor cursor) {
    List<Cursor.Range> ranges = cursor.beyond();
    var out = ByteBuffer.allocate(bytes(cursor)).put((byte) VERSION).putLong(cursor.through());
    Values.putNumber(out, ranges.size());
    long reached = cursor.through();
    for (Cursor.Range range : ranges) {
      Values.putNumber(out, range.previous() - reached);
      Values.putNumber(out, range.last() - range.previous());
      reached = range.last();
    }
    return out.array();
  }

  private static int bytes(Cursor cursor) {
    int bytes = 1 + Long.BYTES + Values.numberBytes(cursor.beyond().size());
    long reached = cursor.through();
    for (Cursor.Range range : cursor.beyond()) {
      bytes += Values.numberBytes(range.previous() - reached);
      bytes += Values.numberBytes(range.last() - range.previous());
      reached = range.last();
    }
    return bytes;
  }

  static Cursor decode(byte[] value) {
    return Values.read("a cursor", VERSION, value, CursorCodec::decode);
  }

  private static Cursor decode(ByteBuffer in) {
    long through = in.getLong();
    long count = Values.number(in);
    // A damaged count must not make us reserve what was never stored.
    if (count < 0 || count > in.remaining()) {
      throw new IllegalArgumentException("more ranges than bytes");
    }
    List<Cursor.Range> ranges = new ArrayList<>((int) count);
    long reached = through;
    for (int i = 0; i < count; i++) {
      long previous = reached + Values.number(in);
      reached = previous + Values.number(in);
      ranges.add(new Cursor.Range(previous, reached));
    }
    return new Cursor(through, ranges);
  }
}
