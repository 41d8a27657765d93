package dev.hearth.chat.message.log.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Rows to be written together. They become RocksDB's batch only in {@link RocksDatabase#write}, so
/// that nobody holds parts of a database that may have to be opened again. For one thread.
final class Writes {
  private interface Row {
    void into(WriteBatch batch, Map<Family, ColumnFamilyHandle> families) throws RocksDBException;
  }

  private final List<Row> rows = new ArrayList<>();

  void put(Family family, byte[] key, byte[] value) {
    rows.add((batch, families) -> batch.put(handle(families, family), key, value));
  }

  void delete(Family family, byte[] key) {
    rows.add((batch, families) -> batch.delete(handle(families, family), key));
  }

  /// Deletes from `from` up to, but without, `to`.
  void deleteRange(Family family, byte[] from, byte[] to) {
    rows.add((batch, families) -> batch.deleteRange(handle(families, family), from, to));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// To be closed.
  WriteBatch batch(Map<Family, ColumnFamilyHandle> families) throws RocksDBException {
    var batch = new WriteBatch();
    try {
      for (Row row : rows) {
        row.into(batch, families);
      }
      return batch;
    } catch (RocksDBException e) {
      batch.close();
      throw e;
    }
  }

  private static ColumnFamilyHandle handle(
      Map<Family, ColumnFamilyHandle> families, Family family) {
    return Objects.requireNonNull(families.get(family));
  }
}
