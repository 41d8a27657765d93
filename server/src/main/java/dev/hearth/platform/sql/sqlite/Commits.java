package dev.hearth.platform.sql.sqlite;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConnection;

/// The number of commits that the directory's file has had, in the row about itself: a file that
/// has lost its last ones is noticed by it.
final class Commits {
  private Commits() {}

  /// Whether the database is of a version that counts them.
  private static boolean areCounted(Handle handle) {
    return handle
            .createQuery("SELECT count(*) FROM sqlite_master WHERE name = 'origin'")
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static long number(Handle handle) {
    return handle.createQuery("SELECT commits FROM origin").mapTo(Long.class).one();
  }

  static long numberIfCounted(Handle handle) {
    return areCounted(handle) ? number(handle) : 0;
  }

  /// Counts one more commit, and answers its number.
  static long count(Handle handle) {
    return number(handle, "UPDATE origin SET commits = commits + 1 RETURNING commits");
  }

  /// How many rows the connection has changed so far.
  static long rowsChanged(Handle handle) {
    try {
      // Asked of the connection itself: a query takes several times as long.
      return handle.getConnection().unwrap(SQLiteConnection.class).getDatabase().total_changes();
    } catch (SQLException e) {
      throw new IllegalStateException("The rows that changed can't be counted", e);
    }
  }

  // Not through Jdbi, which takes several times as long: this is in the way of every commit.
  private static long number(Handle handle, String sql) {
    try (var statement = handle.getConnection().createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The commits of the directory can't be counted", e);
    }
  }
}
