package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.UnreadableLog;
import dev.hearth.chat.log.rocksdb.Database.Rows;
import java.util.ArrayList;
import java.util.List;

/// Takes rows away, beside the thread that commits. `range` is for any thread, `older` for one at a
/// time.
final class Removal {
  /// From so many rows on, one mark over all of them is cheaper for later reads than one for each.
  /// Below it is the other way round: every read pays for every such mark.
  private static final int ROWS_FOR_A_RANGE = 256;

  private final Database database;
  private final Damage damage;

  /// Where the walk through what is too old has come to.
  private Family walking = Family.IDS;

  private byte[] from = Keys.FIRST;

  Removal(Database database, Damage damage) {
    this.database = database;
    this.damage = damage;
  }

  /// Removes the rows from `from` up to, but without, `to`.
  void range(Family family, byte[] from, byte[] to) {
    List<byte[]> keys = new ArrayList<>();
    boolean all = true;
    try (Rows rows = database.rowsInPassing(family, from, to)) {
      for (rows.first(); rows.onRow() && keys.size() < ROWS_FOR_A_RANGE; rows.next()) {
        keys.add(rows.key());
      }
    } catch (UnreadableLog why) {
      damage.seen("What is to be removed", why);
      all = false;
    }
    if (all && keys.size() < ROWS_FOR_A_RANGE) {
      remove(family, keys);
      return;
    }
    // The mark needs no reading: what is damaged goes by it too.
    var writes = new Writes();
    writes.deleteRange(family, from, to);
    database.write(writes, false);
  }

  /// Looks at the next `most` ids or receipts and removes those from before `before`. Returns false
  /// when it was through with all of them; the next call begins anew.
  boolean older(long before, int most) {
    List<byte[]> old = new ArrayList<>();
    boolean more;
    try (Rows rows = database.rowsInPassing(walking, from, Keys.BEYOND)) {
      rows.first();
      boolean onRow = onRow(rows);
      for (int seen = 0; seen < most && onRow; seen++) {
        byte[] key = rows.key();
        if (isOld(key, rows, before)) {
          old.add(key);
        }
        rows.next();
        onRow = onRow(rows);
      }
      more = onRow;
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

  /// As {@link Rows#onRow}, but beyond what is damaged.
  private boolean onRow(Rows rows) {
    try {
      return rows.onRow();
    } catch (UnreadableLog why) {
      damage.seen("What may be too old", why);
      return rows.passDamage() && onRow(rows);
    }
  }

  private boolean isOld(byte[] key, Rows rows, long before) {
    try {
      long position =
          walking == Family.IDS ? IndexedCodec.position(rows.value()) : Keys.position(key);
      return position < before;
    } catch (UnreadableLog why) {
      damage.seen("What may be too old", why);
      return false;
    }
  }

  private void remove(Family family, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return;
    }
    var writes = new Writes();
    keys.forEach(key -> writes.delete(family, key));
    database.write(writes, false);
  }
}
