package dev.hearth.platform.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConnection;

/// The one row of the directory about itself: the data folder it belongs to, and the number of its
/// commits.
final class Origin {
  static final Migrations MIGRATIONS = new Migrations("db/origin", List.of("V90_1__origin.sql"));

  private Origin() {}

  /// Whether the database is of a version that knows this table.
  static boolean isKnown(Handle handle) {
    return handle
            .createQuery("SELECT count(*) FROM sqlite_master WHERE name = 'origin'")
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static Optional<UUID> folder(Handle handle) {
    return handle
        .createQuery("SELECT folder_id FROM origin WHERE folder_id IS NOT NULL")
        .mapTo(String.class)
        .findOne()
        .map(UUID::fromString);
  }

  static void belongsTo(Handle handle, UUID folder) {
    handle.execute("UPDATE origin SET folder_id = ?", folder.toString());
  }

  /// Writes what is there: to see whether anything can be written.
  static void rewrite(Handle handle) {
    handle.execute("UPDATE origin SET folder_id = folder_id");
  }

  static long commits(Handle handle) {
    return handle.createQuery("SELECT commits FROM origin").mapTo(Long.class).one();
  }

  static long commitsIfKnown(Handle handle) {
    return isKnown(handle) ? commits(handle) : 0;
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
