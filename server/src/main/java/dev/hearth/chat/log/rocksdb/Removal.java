package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.rocksdb.Database.Rows;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Takes rows away, beside the thread that commits. `range` is for any thread, `older` for one at a
/// time.
final class Removal {
  /// From so many rows on, one mark over all of them is cheaper for later reads than one for each.
  /// Below it is the other way round: every read pays for every such mark.
  private static final int ROWS_FOR_A_RANGE = 256;

  private final Database database;

  /// Where the walk through what is too old has come to.
  private Family walking = Family.IDS;

  private byte[] from = Keys.FIRST;

  Removal(Database database) {
    this.database = database;
  }

  /// Removes the rows from `from` up to, but without, `to`.
  void range(Family family, byte[] from, byte[] to) {
    List<byte[]> keys = new ArrayList<>();
    try (Rows rows = database.rowsInPassing(family, from, to)) {
      for (rows.first(); rows.onRow() && keys.size() < ROWS_FOR_A_RANGE; rows.next()) {
        keys.add(rows.key());
      }
    }
    if (keys.size() < ROWS_FOR_A_RANGE) {
      remove(family, keys);
      return;
    }
    try (var writes = new WriteBatch()) {
      writes.deleteRange(database.handle(family), from, to);
      database.write(writes, false);
    } catch (RocksDBException e) {
      throw database.failure(e);
    }
  }

  /// Looks at the next `most` ids or receipts and removes those from before `before`. Returns false
  /// when it was through with all of them; the next call begins anew.
  boolean older(long before, int most) {
    List<byte[]> old = new ArrayList<>();
    boolean more;
    try (Rows rows = database.rowsInPassing(walking, from, Keys.BEYOND)) {
      rows.first();
      for (int seen = 0; seen < most && rows.onRow(); seen++) {
        byte[] key = rows.key();
        if (position(key, rows) < before) {
          old.add(key);
        }
        rows.next();
      }
      more = rows.onRow();
      from = more ? rows.key() : Keys.FIRST;
    }
    remove(walking, old);
    if (more) {
      return true;
    }
    boolean receiptsAreLeft = walking == Family.IDS;
    walking = receiptsAreLeft ? Family.RECEIPTS : Family.IDS;
    return receiptsAreLeft;
  }

  private long position(byte[] key, Rows rows) {
    return walking == Family.IDS ? IndexedCodec.position(rows.value()) : Keys.position(key);
  }

  private void remove(Family family, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return;
    }
    try (var writes = new WriteBatch()) {
      for (byte[] key : keys) {
        writes.delete(database.handle(family), key);
      }
      database.write(writes, false);
    } catch (RocksDBException e) {
      throw database.failure(e);
    }
  }
}
