package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.SessionId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The cursors written lately, which spares a search for each one that moves on. For the thread
/// that commits.
final class WrittenCursors {
  /// About two megabytes. Cursors with more gaps than this are not kept: they may be large.
  private static final int MOST = 8_192;

  private static final int MOST_RANGES = 4;

  private record Key(SessionId session, LogId log) {}

  private final RocksDatabase database;
  private final Map<Key, Cursor> cursors = new LinkedHashMap<>(16, 0.75f, true);
  private volatile boolean forgotten;

  WrittenCursors(RocksDatabase database) {
    this.database = database;
  }

  /// Where the cursor stands once `move` is written: what is stored is not taken back.
  Cursor merge(CursorMove move) {
    if (forgotten) {
      forgotten = false;
      cursors.clear();
    }
    Key key = new Key(move.session(), move.log());
    Cursor written = cursors.get(key);
    Optional<Cursor> before =
        written == null ? find(database, move.session(), move.log()) : Optional.of(written);
    Cursor merged = before.map(move.cursor()::merge).orElse(move.cursor());
    if (merged.beyond().size() <= MOST_RANGES) {
      cursors.put(key, merged);
    } else {
      cursors.remove(key);
    }
    return merged;
  }

  static Optional<Cursor> find(RocksDatabase database, SessionId session, LogId log) {
    return database.find(Family.CURSORS, Keys.cursor(session, log)).map(CursorCodec::decode);
  }

  /// The merged cursors are stored: the cursors that were unused for longest may go.
  void written() {
    Iterator<Key> longestUnused = cursors.keySet().iterator();
    for (int over = cursors.size() - MOST; over > 0; over--) {
      longestUnused.next();
      longestUnused.remove();
    }
  }

  /// Some were removed from the store. Any thread may call it.
  void forget() {
    forgotten = true;
  }

  /// The merged cursors are perhaps not stored.
  void clear() {
    cursors.clear();
  }
}
