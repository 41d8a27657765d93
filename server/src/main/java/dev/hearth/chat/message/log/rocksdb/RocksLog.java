package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.chat.message.log.rocksdb.RocksDatabase.Rows;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.runtime.Watermark;
import dev.hearth.platform.runtime.Watermark.Mark;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The logs in a folder of this machine. Positions rise over all its logs, not only within one.
///
/// Threads as {@link LogStore} says. `close` waits for running calls, and every call after it
/// throws a {@link dev.hearth.chat.message.log.LogFailure}.
public final class RocksLog implements LogStore {
  /// About a megabyte.
  private static final int MOST_HEADS = 10_000;

  private final RocksDatabase database;
  private final Mark mark;
  private final Damage damage;
  private final Runnable closed;
  private final PositionClock positions;
  private final Heads heads = new Heads(MOST_HEADS);
  private final WrittenCursors cursors;
  private final Removal removal;

  /// The last position of what readers may see.
  private volatile long horizon;

  private volatile long epoch;

  private RocksLog(
      RocksDatabase database, PositionClock positions, Mark mark, Damage damage, Runnable closed) {
    this.closed = closed;
    this.database = database;
    this.mark = mark;
    this.damage = damage;
    this.horizon = LastPosition.read(database);
    this.epoch = EpochRow.read(database);
    this.positions = positions;
    positions.raise(horizon);
    this.cursors = new WrittenCursors(database);
    this.removal = new Removal(database, damage);
  }

  /// Opens the log of a data folder once it is known to be whole, and makes it in a new folder.
  ///
  /// @param positions gives out positions; it is raised above all that the log holds
  /// @param cacheBytes how much of what was read is kept in memory
  /// @param meters count what can't be read
  /// @throws dev.hearth.platform.runtime.StartRefused when it is missing, damaged or another
  ///   folder's, and that is not accepted
  /// @throws dev.hearth.chat.message.log.LogFailure when another process has it open, or it can't
  ///   be read
  public static RocksLog open(
      DataFolder folder, PositionClock positions, long cacheBytes, MeterRegistry meters) {
    var opening = new Opening(folder, new RocksSettings.Memory(cacheBytes));
    return of(
        opening.open(),
        positions,
        folder.watermark().of(Watermark.Store.LOG),
        Damage.countedIn(meters),
        opening::closed);
  }

  /// Opens the log in `folder`, which stands alone, and makes it if it does not exist.
  ///
  /// @param positions gives out positions; it is raised above all that the log holds
  ///
  /// @throws dev.hearth.chat.message.log.LogFailure when another process has it open, or it can't
  ///   be read
  public static RocksLog open(Path folder, PositionClock positions) {
    return of(RocksDatabase.open(folder), positions);
  }

  static RocksLog of(RocksDatabase database, PositionClock positions) {
    return of(database, positions, Mark.unkept(), Damage.uncounted(), () -> {});
  }

  private static RocksLog of(
      RocksDatabase database, PositionClock positions, Mark mark, Damage damage, Runnable closed) {
    try {
      return new RocksLog(database, positions, mark, damage, closed);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public Committed commit(Batch batch) {
    var commit = new Commit(database, heads, cursors, positions, mark, damage);
    Committed committed = commit.write(batch);
    // Only now: a position given out to a batch that is not yet visible is not yet behind us. And
    // not
    // the clock's: the directory takes positions, too.
    if (commit.last() > 0) {
      advance(commit.last());
    }
    return committed;
  }

  /// Moves the horizon, which never goes back. One thread at a time.
  private void advance(long position) {
    assert position > horizon : "from " + horizon + " to " + position;
    horizon = position;
  }

  /// RocksDB takes no writes after one that found no room. It looks every 5 s whether there is
  /// some, and takes them again then.
  @Override
  public void mend() {
    database.write(Family.META, LastPosition.KEY, LastPosition.encode(LastPosition.read(database)));
  }

  /// Leaves damaged entries out: one read gets the entries before the damage, the next those
  /// behind.
  @Override
  public List<Entry> read(LogId log, long after, int limit, long enoughBytes) {
    NeverWaits.refuse(WAITING);
    List<Entry> entries = new ArrayList<>();
    @Nullable UnreadableLog damaged = null;
    try (Rows rows = database.rows(Family.ENTRIES, Keys.entry(log, next(after)), end(log))) {
      long bytes = 0;
      rows.first();
      while (entries.size() < limit && bytes < enoughBytes) {
        try {
          if (!rows.onRow()) {
            break;
          }
          Entry entry = EntryCodec.decode(log, Keys.position(rows.key()), rows.value());
          entries.add(entry);
          bytes += entry.message().payload().length;
          rows.next();
        } catch (UnreadableLog why) {
          damage.seen("A part of log " + log.uuid(), why);
          damaged = why;
          if (!entries.isEmpty() || !rows.passDamage()) {
            break;
          }
        }
      }
    }
    if (entries.isEmpty() && damaged != null) {
      throw damaged;
    }
    return entries;
  }

  /// The position of the last entry that `log` holds; 0 when it holds none.
  static long head(RocksDatabase database, LogId log) {
    try (Rows rows = database.rows(Family.ENTRIES, Keys.entry(log, 0), end(log))) {
      rows.last();
      return rows.onRow() ? Keys.position(rows.key()) : 0;
    }
  }

  /// Copies everything written so far, consistent in itself, into a folder that does not exist yet.
  /// Commits may continue meanwhile. Any thread may call.
  public void copyTo(Path folder) {
    database.copyTo(folder);
  }

  /// Whether a file of the log never changes, so that a copy may be a link to it.
  public static boolean isTable(Path file) {
    return file.toString().endsWith(".sst");
  }

  /// Finds the problems of the log in a folder that no server uses, a sentence each. The log's
  /// files stay as they are.
  public static List<String> problems(DataFolder folder) {
    return problems(() -> {
      Optional<String> wrong = new Opening(folder, RocksSettings.Memory.DEFAULT).wrong();
      if (wrong.isEmpty()) {
        RocksDatabase.verify(folder.log());
      }
      return wrong;
    });
  }

  /// Finds the problems of a copy of a log, a sentence each. The copy stays as it is.
  ///
  /// @param position the copy must reach at least to there
  public static List<String> problems(Path folder, long position) {
    return problems(() -> {
      RocksDatabase.verify(folder);
      long found = RocksDatabase.lastPosition(folder, RocksSettings.Memory.DEFAULT);
      return found < position
          ? Optional.of(
              folder.getFileName()
                  + " reaches to position "
                  + found
                  + " only, and had come to "
                  + position)
          : Optional.empty();
    });
  }

  private static List<String> problems(Supplier<Optional<String>> look) {
    try {
      return look.get().stream().toList();
    } catch (LogFailure e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public long horizon() {
    database.requireOpen();
    return horizon;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  /// Begins an epoch after the log was restored from a backup. Clients may have seen later entries
  /// than the backup has, so all new entries lie beyond `first`. Nobody else may use the log
  /// meanwhile.
  ///
  /// @param first beyond all positions in the log
  public void beginEpoch(long first) {
    EpochRow.begin(database, first);
    mark.reach(first);
    positions.raise(first);
    advance(first);
    epoch = first;
  }

  @Override
  public Optional<Indexed> find(MessageId id) {
    NeverWaits.refuse(WAITING);
    return damage.watch(
        "The record of message",
        id,
        () ->
            database
                .find(Family.IDS, Keys.message(id))
                .map(value -> IndexedCodec.decode(id, value)));
  }

  @Override
  public Optional<Entry> find(MessageId id, LogId log) {
    return find(id)
        .flatMap(indexed ->
            damage.watch(
                "A part of log", log.uuid(), () -> find(database, log, indexed.position())))
        .filter(entry -> entry.message().id().equals(id));
  }

  static Optional<Entry> find(RocksDatabase database, LogId log, long position) {
    return database
        .find(Family.ENTRIES, Keys.entry(log, position))
        .map(value -> EntryCodec.decode(log, position, value));
  }

  @Override
  public Optional<Cursor> cursor(SessionId session, LogId log) {
    NeverWaits.refuse(WAITING);
    return damage.watch(
        "The cursor of session", session, () -> WrittenCursors.find(database, session, log));
  }

  @Override
  public Map<LogId, Cursor> cursors(SessionId session) {
    NeverWaits.refuse(WAITING);
    Map<LogId, Cursor> found = new HashMap<>();
    try (Rows rows =
        database.rows(Family.CURSORS, Keys.cursorsOf(session), Keys.beyondCursorsOf(session))) {
      rows.first();
      while (true) {
        try {
          if (!rows.onRow()) {
            break;
          }
          found.put(Keys.logOfCursor(rows.key()), CursorCodec.decode(rows.value()));
          rows.next();
        } catch (UnreadableLog why) {
          // The messages that this cursor had acknowledged come again.
          damage.seen("A cursor of session " + session, why);
          if (!rows.passDamage()) {
            break;
          }
        }
      }
    }
    return found;
  }

  @Override
  public long[] firstAfter(List<LogId> logs, long[] after) {
    NeverWaits.refuse(WAITING);
    long[] first = new long[logs.size()];
    // One walk for all: to begin one costs more than to seek.
    try (Rows rows = database.rows(Family.ENTRIES, Keys.FIRST, Keys.BEYOND)) {
      for (int i = 0; i < first.length; i++) {
        try {
          rows.seek(Keys.entry(logs.get(i), next(after[i])));
          if (rows.onRow() && Keys.log(rows.key()).equals(logs.get(i))) {
            first[i] = Keys.position(rows.key());
          }
        } catch (UnreadableLog why) {
          damage.seen("A part of log " + logs.get(i).uuid(), why);
          // An entry may be there; the next read finds the entries that can be read.
          first[i] = next(after[i]);
        }
      }
    }
    return first;
  }

  @Override
  public List<Receipt> receipts(UserId author, long changedAfter, int limit) {
    NeverWaits.refuse(WAITING);
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
    NeverWaits.refuse(WAITING);
    List<LogId> logs = new ArrayList<>();
    byte[] from = after.map(RocksLog::end).orElse(Keys.FIRST);
    try (Rows rows = database.rows(Family.ENTRIES, from, Keys.BEYOND)) {
      rows.first();
      while (logs.size() < limit) {
        try {
          if (!rows.onRow()) {
            break;
          }
          LogId log = Keys.log(rows.key());
          logs.add(log);
          rows.seek(end(log));
        } catch (UnreadableLog why) {
          damage.seen("The list of logs", why);
          if (!rows.passDamage()) {
            break;
          }
        }
      }
    }
    return logs;
  }

  @Override
  public List<SessionId> sessions(Optional<SessionId> after, int limit) {
    NeverWaits.refuse(WAITING);
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
  public Map<UserId, Long> expire(LogId log, long through) {
    return removal.entries(log, Keys.entry(log, 0), Keys.entry(log, next(through)));
  }

  @Override
  public boolean forget(long before, int most) {
    return removal.older(before, most);
  }

  @Override
  public void forget(SessionId session) {
    removal.cursors(Keys.cursorsOf(session), Keys.beyondCursorsOf(session));
    cursors.forget();
  }

  @Override
  public void close() {
    if (database.closeOnce()) {
      closed.run();
    }
  }

  /// The key after all entries of `log`: every position is smaller.
  private static byte[] end(LogId log) {
    return Keys.entry(log, Long.MAX_VALUE);
  }

  private static long next(long position) {
    return position == Long.MAX_VALUE ? position : Math.max(position, 0) + 1;
  }
}
