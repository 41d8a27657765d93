package dev.hearth.platform.sql.sqlite;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// How SQLite says that the disk has no room.
final class SqliteDiskFull {
  /// The second: no room for what connections share of a write-ahead log.
  private static final Set<SQLiteErrorCode> CODES =
      Set.of(SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);

  private SqliteDiskFull() {}

  static boolean isCauseOf(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite && CODES.contains(sqlite.getResultCode())) {
        return true;
      }
    }
    return false;
  }
}
