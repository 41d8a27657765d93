package dev.hearth.platform.time;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of the time that passed.
final class LeapTable {
  private LeapTable() {}

  static Optional<Long> seen(Handle handle) {
    return handle.createQuery("SELECT seen FROM time_seen").mapTo(Long.class).findOne();
  }

  static void setSeen(Handle handle, long seen) {
    handle.execute(
        """
        INSERT INTO time_seen (place, seen) VALUES (1, ?)
        ON CONFLICT (place) DO UPDATE SET seen = excluded.seen
        """,
        seen);
  }

  /// Oldest first.
  static List<PassedTime.Leap> leaps(Handle handle) {
    return handle
        .createQuery("SELECT leapt_from, leapt_to FROM time_leaps ORDER BY leapt_from")
        .map((row, context) ->
            new PassedTime.Leap(row.getLong("leapt_from"), row.getLong("leapt_to")))
        .list();
  }

  static void replace(Handle handle, List<PassedTime.Leap> leaps) {
    handle.execute("DELETE FROM time_leaps");
    var rows = handle.prepareBatch("INSERT INTO time_leaps (leapt_from, leapt_to) VALUES (?, ?)");
    leaps.forEach(leap -> rows.add(leap.from(), leap.to()));
    rows.execute();
  }
}
