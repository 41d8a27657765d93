package dev.hearth.chat.message.log.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The row that remembers the last position given out, written with every batch that gives one out:
/// no position comes twice, whatever the clock says after a restart. `version 1 · position 8`.
final class LastPosition {
  static final byte[] KEY = "position".getBytes(StandardCharsets.US_ASCII);

  private static final int VERSION = 1;

  private LastPosition() {}

  static byte[] encode(long position) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) VERSION).putLong(position).array();
  }

  /// The last position given out; 0 before the first.
  static long read(RocksDatabase database) {
    return database
        .find(Family.META, KEY)
        .map(value -> Values.read("a last position", VERSION, value, ByteBuffer::getLong))
        .orElse(0L);
  }
}
