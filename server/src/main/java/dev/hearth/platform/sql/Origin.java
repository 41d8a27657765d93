package dev.hearth.platform.sql;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The one row of the directory about itself: the data folder it belongs to, and, in SQLite, the
/// number of its commits.
public final class Origin {
  public static final Migrations MIGRATIONS =
      new Migrations("db/origin", List.of("V90_1__origin.sql"));

  private Origin() {}

  public static Optional<UUID> folder(Handle handle) {
    return handle
        .createQuery("SELECT folder_id FROM origin WHERE folder_id IS NOT NULL")
        .mapTo(String.class)
        .findOne()
        .map(UUID::fromString);
  }

  public static void belongsTo(Handle handle, UUID folder) {
    handle.execute("UPDATE origin SET folder_id = ?", folder.toString());
  }

  /// Writes what is there: to see whether anything can be written.
  public static void rewrite(Handle handle) {
    handle.execute("UPDATE origin SET folder_id = folder_id");
  }
}
