package dev.hearth.chat.message.log.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The row that says where the log's epoch begins; none in a log that was never restored from an
/// older state. `version 1 · position 8`.
final class EpochRow {
  private static final byte[] KEY = "epoch".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private EpochRow() {}

  static long read(RocksDatabase database) {
    return database
        .find(Family.META, KEY)
        .map(value -> Values.read("an epoch", VERSION, value, ByteBuffer::getLong))
        .orElse(0L);
  }

  /// The log continues beyond `first`, which is given out by this.
  static void begin(RocksDatabase database, long first) {
    var writes = new Writes();
    byte[] epoch = ByteBuffer.allocate(1 + Long.BYTES).put((byte) VERSION).putLong(first).array();
    writes.put(Family.META, KEY, epoch);
    writes.put(Family.META, LastPosition.KEY, LastPosition.encode(first));
    database.write(writes, true);
  }
}
