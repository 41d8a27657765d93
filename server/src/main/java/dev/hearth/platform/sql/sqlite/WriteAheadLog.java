package dev.hearth.platform.sql.sqlite;

import dev.hearth.platform.runtime.LoggedFault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps SQLite's write-ahead log small. SQLite writes it back into the file as it goes, and begins
/// it again when nobody reads an older state of the database. A reader who does not end, such as a
/// `sqlite3` that somebody left open in a transaction, keeps SQLite from that, and the log grows
/// with each change.
///
/// Beyond {@link WriteAheadBounds#tried}, we try to begin it again, once a second at most. Beyond
/// {@link WriteAheadBounds#most}, nothing more is written until that works.
///
/// For the thread that writes.
final class WriteAheadLog {
  private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
  private static final long BETWEEN_TRIES = TimeUnit.SECONDS.toNanos(1);

  /// A try waits for readers of our own, which are short; it holds up all changes meanwhile.
  private static final int WAIT_MILLIS = 100;

  /// @param kept after it was begun again, the file is cut to this many bytes
  /// @param tried beyond this many bytes we try to begin it again
  /// @param most beyond this many bytes nothing is written
  record WriteAheadBounds(int kept, long tried, long most) {
    static final WriteAheadBounds USUAL = new WriteAheadBounds(16 << 20, 64L << 20, 1L << 30);
  }

  private final Path file;
  private final WriteAheadBounds bounds;
  private final int usualWaitMillis;
  private long lastTry = System.nanoTime() - BETWEEN_TRIES;
  private boolean told;

  /// @param database its file
  /// @param usualWaitMillis how long a change waits for locks
  WriteAheadLog(Path database, WriteAheadBounds bounds, int usualWaitMillis) {
    this.file = database.resolveSibling(database.getFileName() + "-wal");
    this.bounds = bounds;
    this.usualWaitMillis = usualWaitMillis;
  }

  /// Whether there is room for a change.
  boolean hasRoom(Jdbi jdbi) {
    long bytes = file.toFile().length();
    if (bytes > bounds.tried && System.nanoTime() - lastTry >= BETWEEN_TRIES) {
      lastTry = System.nanoTime();
      beginAgain(jdbi);
      bytes = file.toFile().length();
    }
    boolean room = bytes <= bounds.most;
    if (!room && !told) {
      LOG.error(
          "{} has {} bytes, because another program has been reading the directory without an end:"
              + " nothing is changed until that program ends",
          file,
          bytes);
    }
    told = !room;
    return room;
  }

  private void beginAgain(Jdbi jdbi) {
    jdbi.useHandle(handle -> {
      try (var statement = handle.getConnection().createStatement()) {
        statement.execute("PRAGMA busy_timeout = " + WAIT_MILLIS);
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        statement.execute("PRAGMA busy_timeout = " + usualWaitMillis);
      } catch (SQLException e) {
        LOG.warn("{} can't be written back: {}", file, LoggedFault.sentence(e));
      }
    });
  }
}
