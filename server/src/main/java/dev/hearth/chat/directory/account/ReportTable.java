package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.account.Reports.Report;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The SQL of who reported whom: one row for each two, however often it happened.
final class ReportTable {
  private ReportTable() {}

  static void add(Handle handle, UserId reporter, UserId reported, long at) {
    handle.execute(
        """
        INSERT INTO reports (reporter_id, reported_id, times, reported_at)
        VALUES (?, ?, 1, ?)
        ON CONFLICT (reporter_id, reported_id) DO UPDATE
        SET times = reports.times + 1, reported_at = excluded.reported_at
        """,
        reporter.toString(),
        reported.toString(),
        at);
  }

  static int times(Handle handle, UserId reporter, UserId reported) {
    return handle
        .createQuery(
            """
            SELECT times FROM reports WHERE reporter_id = :reporter AND reported_id = :reported
            """)
        .bind("reporter", reporter.toString())
        .bind("reported", reported.toString())
        .mapTo(Integer.class)
        .one();
  }

  /// Youngest first.
  static List<Report> latest(Handle handle, int limit) {
    return handle
        .createQuery("SELECT * FROM reports ORDER BY reported_at DESC, reported_id LIMIT :limit")
        .bind("limit", limit)
        .map((row, context) ->
            new Report(
                UserId.of(row.getString("reporter_id")),
                UserId.of(row.getString("reported_id")),
                row.getInt("times"),
                row.getLong("reported_at")))
        .list();
  }
}
