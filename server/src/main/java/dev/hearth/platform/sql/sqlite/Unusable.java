package dev.hearth.platform.sql.sqlite;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// How SQLite says that the machine does not let it have its file.
final class Unusable {
  private Unusable() {}

  /// The reason in words; empty when something else failed.
  static Optional<String> find(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return why(sqlite.getResultCode());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> why(SQLiteErrorCode code) {
    // The lower byte is the kind of the failure.
    int kind = code.code & 0xff;
    if (kind == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || kind == SQLiteErrorCode.SQLITE_READONLY.code
        || kind == SQLiteErrorCode.SQLITE_PERM.code) {
      return Optional.of(
          "the user " + System.getProperty("user.name") + " has no right to it or its folder");
    }
    return kind == SQLiteErrorCode.SQLITE_IOERR.code
        ? Optional.of("the disk fails (" + code.name() + ")")
        : Optional.empty();
  }
}
