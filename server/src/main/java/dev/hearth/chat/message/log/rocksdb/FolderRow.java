package dev.hearth.chat.message.log.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The row that names the data folder the log belongs to: `version 1 · folder 16`.
final class FolderRow {
  private static final byte[] KEY = "folder".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private FolderRow() {}

  static Optional<UUID> read(RocksDatabase database) {
    return database
        .find(Family.META, KEY)
        .map(value -> Values.read("a folder's number", VERSION, value, Values::uuid));
  }

  static void write(RocksDatabase database, UUID folder) {
    var value = ByteBuffer.allocate(1 + Keys.UUID_BYTES).put((byte) VERSION);
    Values.putUuid(value, folder);
    database.write(Family.META, KEY, value.array());
  }
}
