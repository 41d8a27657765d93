package dev.hearth.platform.sql.sqlite;

import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Charge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A lock of another program on the database's file, such as of a `sqlite3` that somebody works
/// with. Our own connections never meet a lock. It is said in the log once a minute; clients are
/// told to come again. Any thread may call.
final class ForeignLock {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignLock.class);
  private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

  /// To a client it is the same as many changes before its own.
  private static final Charge.Refused LATER =
      new Charge.Refused("directory-queue", 0, Duration.ofSeconds(2));

  private final Path file;
  private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - BETWEEN_LINES);

  ForeignLock(Path file) {
    this.file = file;
  }

  static boolean isCauseOf(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite
          && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code) {
        return true;
      }
    }
    return false;
  }

  /// To be thrown in place of SQLite's failure.
  AllowanceSpent later() {
    long before = lastLine.get();
    if (System.nanoTime() - before >= BETWEEN_LINES
        && lastLine.compareAndSet(before, System.nanoTime())) {
      LOG.error(
          "{} is locked by another program: end it. Until then nothing is changed, and clients"
              + " are asked to come again",
          file);
    }
    return new AllowanceSpent(LATER);
  }
}
