package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.Cursor;
import dev.hearth.chat.log.Entry;
import dev.hearth.chat.log.Indexed;
import dev.hearth.chat.log.LogFailure;
import dev.hearth.chat.log.LogId;
import dev.hearth.chat.log.LogStore;
import dev.hearth.chat.log.Receipt;
import dev.hearth.chat.log.rocksdb.Database.Rows;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.Watermark;
import dev.hearth.platform.runtime.Watermark.Mark;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The logs in a folder of this machine. Positions rise over all its logs, not only within one.
///
/// Threads as {@link LogStore} says; `close` waits for whoever is inside, and after it every call
/// is a {@link dev.hearth.chat.log.LogFailure}.
public final class RocksLog implements LogStore {
  /// About a megabyte.
  private static final int MOST_HEADS = 10_000;

  private final Database database;
  private final Mark mark;
  private final PositionClock positions;
  private final Heads heads = new Heads(MOST_HEADS);
  private final WrittenCursors cursors;
  private final Removal removal;

  private RocksLog(Database database, PositionClock positions, Mark mark) {
    this.database = database;
    this.mark = mark;
    this.positions = positions;
    positions.raise(LastPosition.read(database));
    this.cursors = new WrittenCursors(database);
    this.removal = new Removal(database);
  }

  /// Opens the log of a data folder once it is known to be whole, and makes it in a new folder.
  ///
  /// @param positions gives out positions; it is raised above all that the log holds
  /// @param cacheBytes how much of what was read is kept in memory
  /// @throws dev.hearth.platform.runtime.StartRefused when it is missing, damaged or another
  ///   folder's, and that is not accepted
  /// @throws dev.hearth.chat.log.LogFailure when another process has it open, or it can't be read
  public static RocksLog open(DataFolder folder, PositionClock positions, long cacheBytes) {
    Database database = new Opening(folder, new Settings.Memory(cacheBytes)).open();
    return of(database, positions, folder.watermark().of(Watermark.Store.LOG));
  }

  /// Opens the log in `folder`, which stands alone, and makes it when there is none.
  ///
  /// @param positions gives out positions; it is raised above all that the log holds
  ///
  /// @throws dev.hearth.chat.log.LogFailure when another process has it open, or it can't be read
  public static RocksLog open(Path folder, PositionClock positions) {
    return of(Database.open(folder), positions, Mark.unkept());
  }

  private static RocksLog of(Database database, PositionClock positions, Mark mark) {
    try {
      return new RocksLog(database, positions, mark);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public Committed commit(Batch batch) {
    try (var commit = new Commit(database, heads, cursors, positions, mark)) {
      return commit.write(batch);
    }
  }

  @Override
  public List<Entry> read(LogId log, long after, int limit, long enoughBytes) {
    List<Entry> entries = new ArrayList<>();
    try (Rows rows = database.rows(Family.ENTRIES, Keys.entry(log, next(after)), end(log))) {
      long bytes = 0;
      rows.first();
      while (entries.size() < limit && bytes < enoughBytes && rows.onRow()) {
        Entry entry = EntryCodec.decode(log, Keys.position(rows.key()), rows.value());
        entries.add(entry);
        bytes += entry.message().payload().length;
        rows.next();
      }
    }
    return entries;
  }

  @Override
  public long head(LogId log) {
    // Not from the heads in memory: they are the committing thread's, and run ahead of what readers
    // may see.
    return head(database, log);
  }

  static long head(Database database, LogId log) {
    try (Rows rows = database.rows(Family.ENTRIES, Keys.entry(log, 0), end(log))) {
      rows.last();
      return rows.onRow() ? Keys.position(rows.key()) : 0;
    }
  }

  /// Copies all that is written so far, consistent in itself, into a folder that is not there yet.
  /// Commits may go on meanwhile. Any thread may call.
  public void copyTo(Path folder) {
    database.copyTo(folder);
  }

  /// What is wrong with a log that nobody has open, a sentence each. A log that was copied while it
  /// ran replays what it had written ahead: check a copy of yours, not the only one.
  public static List<String> problems(Path folder) {
    try (Database database = Database.open(folder)) {
      database.verify();
      return List.of();
    } catch (LogFailure e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public long horizon() {
    // As it is stored: a position given out to a batch that is not yet visible is not yet behind
    // us.
    return LastPosition.read(database);
  }

  @Override
  public Optional<Indexed> find(MessageId id) {
    return database.find(Family.IDS, Keys.message(id)).map(value -> IndexedCodec.decode(id, value));
  }

  @Override
  public Optional<Entry> find(MessageId id, LogId log) {
    return find(id)
        .flatMap(indexed -> find(database, log, indexed.position()))
        .filter(entry -> entry.message().id().equals(id));
  }

  static Optional<Entry> find(Database database, LogId log, long position) {
    return database
        .find(Family.ENTRIES, Keys.entry(log, position))
        .map(value -> EntryCodec.decode(log, position, value));
  }

  @Override
  public Optional<Cursor> cursor(SessionId session, LogId log) {
    return WrittenCursors.find(database, session, log);
  }

  @Override
  public Map<LogId, Cursor> cursors(SessionId session) {
    Map<LogId, Cursor> found = new HashMap<>();
    try (Rows rows =
        database.rows(Family.CURSORS, Keys.cursorsOf(session), Keys.beyondCursorsOf(session))) {
      for (rows.first(); rows.onRow(); rows.next()) {
        found.put(Keys.logOfCursor(rows.key()), CursorCodec.decode(rows.value()));
      }
    }
    return found;
  }

  @Override
  public long[] firstAfter(List<LogId> logs, long[] after) {
    long[] first = new long[logs.size()];
    // One walk for all: to begin one costs more than to seek.
    try (Rows rows = database.rows(Family.ENTRIES, Keys.FIRST, Keys.BEYOND)) {
      for (int i = 0; i < first.length; i++) {
        rows.seek(Keys.entry(logs.get(i), next(after[i])));
        if (rows.onRow() && Keys.log(rows.key()).equals(logs.get(i))) {
          first[i] = Keys.position(rows.key());
        }
      }
    }
    return first;
  }

  @Override
  public List<Receipt> receipts(UserId author, long changedAfter, int limit) {
    List<Receipt> receipts = new ArrayList<>();
    byte[] from = Keys.receipt(author, next(changedAfter));
    try (Rows rows = database.rows(Family.RECEIPTS, from, Keys.receipt(author, Long.MAX_VALUE))) {
      rows.first();
      while (receipts.size() < limit && rows.onRow()) {
        receipts.add(ReceiptCodec.decode(author, Keys.position(rows.key()), rows.value()));
        rows.next();
      }
    }
    return receipts;
  }

  @Override
  public List<LogId> logs(Optional<LogId> after, int limit) {
    List<LogId> logs = new ArrayList<>();
    byte[] from = after.map(RocksLog::end).orElse(Keys.FIRST);
    try (Rows rows = database.rows(Family.ENTRIES, from, Keys.BEYOND)) {
      rows.first();
      while (logs.size() < limit && rows.onRow()) {
        LogId log = Keys.log(rows.key());
        logs.add(log);
        rows.seek(end(log));
      }
    }
    return logs;
  }

  @Override
  public List<SessionId> sessions(Optional<SessionId> after, int limit) {
    List<SessionId> sessions = new ArrayList<>();
    byte[] from = after.map(Keys::beyondCursorsOf).orElse(Keys.FIRST);
    try (Rows rows = database.rows(Family.CURSORS, from, Keys.BEYOND)) {
      rows.first();
      while (sessions.size() < limit && rows.onRow()) {
        SessionId session = Keys.session(rows.key());
        sessions.add(session);
        rows.seek(Keys.beyondCursorsOf(session));
      }
    }
    return sessions;
  }

  @Override
  public void expire(LogId log, long through) {
    removal.range(Family.ENTRIES, Keys.entry(log, 0), Keys.entry(log, next(through)));
  }

  @Override
  public boolean forget(long before, int most) {
    return removal.older(before, most);
  }

  @Override
  public void forget(SessionId session) {
    removal.range(Family.CURSORS, Keys.cursorsOf(session), Keys.beyondCursorsOf(session));
    cursors.forget();
  }

  @Override
  public void close() {
    database.close();
  }

  /// The key after all entries of `log`: no position comes so late.
  private static byte[] end(LogId log) {
    return Keys.entry(log, Long.MAX_VALUE);
  }

  private static long next(long position) {
    return position == Long.MAX_VALUE ? position : Math.max(position, 0) + 1;
  }
}
