package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogFull;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.chat.message.log.rocksdb.RocksDatabase.Rows;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Takes rows away, beside the thread that commits. `older` is for one thread at a time, the others
/// are for any.
final class Removal {
  /// From this many rows on, one mark over all of them is cheaper for later reads than a mark for
  /// each row. For fewer rows it is the other way round: every read pays for every mark over a
  /// range.
  private static final int ROWS_FOR_A_RANGE = 256;

  private final RocksDatabase database;
  private final Damage damage;

  /// Where the walk through what is too old has come to.
  private Family walking = Family.IDS;

  private byte[] walkedTo = Keys.FIRST;

  Removal(RocksDatabase database, Damage damage) {
    this.database = database;
    this.damage = damage;
  }

  /// Removes the entries from `from` up to, but without, `to`. Returns how many bytes of messages
  /// this freed, by author.
  Map<UserId, Long> entries(LogId log, byte[] from, byte[] to) {
    Map<UserId, Long> gone = new HashMap<>();
    range(
        Family.ENTRIES,
        from,
        to,
        rows -> {
          Entry entry = EntryCodec.decode(log, Keys.position(rows.key()), rows.value());
          if (entry.message().session().isPresent()) {
            gone.merge(entry.message().author(), entry.bytes(), Long::sum);
          }
        });
    return gone;
  }

  /// Removes the cursors from `from` up to, but without, `to`.
  void cursors(byte[] from, byte[] to) {
    range(Family.CURSORS, from, to, _ -> {});
  }

  /// @param each hears of the rows that can be read, before they go
  private void range(Family family, byte[] from, byte[] to, Consumer<Rows> each) {
    List<byte[]> keys = new ArrayList<>();
    boolean all = true;
    try (Rows rows = database.rowsInPassing(family, from, to)) {
      for (rows.first(); rows.onRow(); rows.next()) {
        if (keys.size() < ROWS_FOR_A_RANGE) {
          keys.add(rows.key());
        }
        each.accept(rows);
      }
    } catch (UnreadableLog why) {
      damage.seen("A row that is to be removed", why);
      all = false;
    }
    if (all && keys.size() < ROWS_FOR_A_RANGE) {
      remove(family, keys);
      return;
    }
    // The mark over the range removes damaged rows too.
    var writes = new Writes();
    writes.deleteRange(family, from, to);
    write(writes);
  }

  /// Looks at the next `most` ids or receipts and removes those from before `before`. Returns false
  /// after the last of them; the next call begins anew.
  boolean older(long before, int most) {
    List<byte[]> old = new ArrayList<>();
    boolean more;
    try (Rows rows = database.rowsInPassing(walking, walkedTo, Keys.BEYOND)) {
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
      walkedTo = more ? rows.key() : Keys.FIRST;
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
      damage.seen("A row that may be too old", why);
      return rows.passDamage() && onRow(rows);
    }
  }

  private boolean isOld(byte[] key, Rows rows, long before) {
    try {
      long position =
          walking == Family.IDS ? IndexedCodec.position(rows.value()) : Keys.position(key);
      return position < before;
    } catch (UnreadableLog why) {
      damage.seen("A row that may be too old", why);
      return false;
    }
  }

  private void remove(Family family, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return;
    }
    var writes = new Writes();
    keys.forEach(key -> writes.delete(family, key));
    write(writes);
  }

  /// @throws DiskFull when the disk has no room even for that; a later round does it
  private void write(Writes writes) {
    try {
      database.write(writes, false);
    } catch (LogFull _) {
      throw new DiskFull();
    }
  }
}
