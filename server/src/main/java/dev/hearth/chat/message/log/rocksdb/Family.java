package dev.hearth.chat.message.log.rocksdb;

/// The column families, each with the memory it gets for what is not yet in a file. A batch may
/// change all of them at once.
enum Family {
  /// RocksDB insists on a family of this name, so it keeps the three rows that belong to no other.
  META("default", 1 << 20),
  ENTRIES("entries", 16 << 20),
  IDS("ids", 8 << 20),
  CURSORS("cursors", 4 << 20),
  RECEIPTS("receipts", 4 << 20);

  final String stored;
  final int writeBufferBytes;

  Family(String stored, int writeBufferBytes) {
    this.stored = stored;
    this.writeBufferBytes = writeBufferBytes;
  }
}
