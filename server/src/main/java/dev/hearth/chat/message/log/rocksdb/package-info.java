/// The logs in RocksDB: one folder, one process. Batches of the one appender come in, and reads
/// from any thread; the entries that a batch stored are on the disk when its commit returns.
///
/// Keys are big-endian, so that their byte order is the order of positions; every value begins with
/// the version of its format.
///
/// | family   | key                         | value                                             |
/// |----------|-----------------------------|---------------------------------------------------|
/// | entries  | log 16, position 8          | previous, message ({@link EntryCodec})            |
/// | ids      | message 16                  | author, conversation, logs … ({@link IndexedCodec}) |
/// | cursors  | session 16, log 16          | through, ranges beyond ({@link CursorCodec})      |
/// | receipts | author 16, changed at 8     | message, reader, status ({@link ReceiptCodec})    |
/// | default  | "position"                  | the last position given out, 8                    |
/// | default  | "epoch"                     | after a restore: where the log's epoch begins, 8  |
/// | default  | "folder"                    | the number of the data folder, 16                 |
///
/// Nothing outside this package knows RocksDB.
@NullMarked
package dev.hearth.chat.message.log.rocksdb;

import org.jspecify.annotations.NullMarked;
