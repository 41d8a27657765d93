package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of transfers, and of the two snapshots of each.
final class TransferTable {
  private static final String TRANSFERS =
      """
      SELECT t.trace_id, t.payer_id, t.payee_id, t.asset_id, t.units AS transferred, t.memo,
        t.created_at, a.decimals, a.issuer_id
      FROM transfers t JOIN assets a ON a.asset_id = t.asset_id
      """;

  private static final String SNAPSHOTS =
      """
      SELECT s.snapshot_id, s.user_id, s.opponent_id, s.units, s.opening, s.closing, t.trace_id,
        t.payer_id, t.payee_id, t.asset_id, t.units AS transferred, t.memo, t.created_at, a.decimals, a.issuer_id
      FROM snapshots s JOIN transfers t ON t.trace_id = s.trace_id
        JOIN assets a ON a.asset_id = t.asset_id
      """;

  private TransferTable() {}

  static Optional<Transfer> find(Handle handle, TraceId trace) {
    return handle
        .createQuery(TRANSFERS + "WHERE t.trace_id = :trace")
        .bind("trace", trace.toString())
        .map((row, context) -> transfer(row))
        .findOne();
  }

  static Optional<Snapshot> findSnapshot(Handle handle, SnapshotId id) {
    return handle
        .createQuery(SNAPSHOTS + "WHERE s.snapshot_id = :id")
        .bind("id", id.toString())
        .map((row, context) -> snapshot(row))
        .findOne();
  }

  /// A user's snapshots between two times, both of them excluded.
  static List<Snapshot> snapshots(Handle handle, UserId user, SnapshotQuery asked) {
    var query =
        handle
            .createQuery(
                SNAPSHOTS
                    + "WHERE s.user_id = :user AND s.created_at > :after AND s.created_at < :before"
                    + (asked.asset().isPresent() ? " AND s.asset_id = :asset" : "")
                    + (asked.opponent().isPresent() ? " AND s.opponent_id = :opponent" : "")
                    + " ORDER BY s.created_at "
                    + asked.order().name()
                    + " LIMIT :limit")
            .bind("user", user.toString())
            .bind("after", asked.after())
            .bind("before", asked.before())
            .bind("limit", asked.limit());
    asked.asset().ifPresent(asset -> query.bind("asset", asset.toString()));
    asked.opponent().ifPresent(opponent -> query.bind("opponent", opponent.toString()));
    return query.map((row, context) -> snapshot(row)).list();
  }

  /// The transfers after a time, oldest first.
  static List<Transfer> transfers(Handle handle, long after, int limit) {
    return handle
        .createQuery(TRANSFERS + "WHERE t.created_at > :after ORDER BY t.created_at LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> transfer(row))
        .list();
  }

  /// The time of the last transfer; 0 before the first.
  static long newest(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(created_at), 0) FROM transfers")
        .mapTo(Long.class)
        .one();
  }

  static void insert(Handle handle, Transfer transfer) {
    handle.execute(
        """
        INSERT INTO transfers (trace_id, payer_id, payee_id, asset_id, units, memo, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        transfer.trace().toString(),
        transfer.payer().toString(),
        transfer.payee().toString(),
        transfer.asset().toString(),
        transfer.quantity().units(),
        transfer.memo(),
        transfer.createdAt());
  }

  static void insert(Handle handle, Snapshot snapshot) {
    handle.execute(
        """
        INSERT INTO snapshots (snapshot_id, trace_id, user_id, opponent_id, asset_id, units, opening,
          closing, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        snapshot.id().toString(),
        snapshot.transfer().trace().toString(),
        snapshot.user().toString(),
        snapshot.opponent().toString(),
        snapshot.transfer().asset().toString(),
        snapshot.quantity().units(),
        snapshot.opening().units(),
        snapshot.closing().units(),
        snapshot.createdAt());
  }

  private static Transfer transfer(ResultSet row) throws SQLException {
    return new Transfer(
        TraceId.of(row.getString("trace_id")),
        UserId.of(row.getString("payer_id")),
        UserId.of(row.getString("payee_id")),
        AssetId.of(row.getString("asset_id")),
        new Quantity(row.getLong("transferred"), row.getInt("decimals")),
        row.getString("memo"),
        row.getString("payer_id").equals(row.getString("issuer_id")),
        row.getLong("created_at"));
  }

  private static Snapshot snapshot(ResultSet row) throws SQLException {
    int precision = row.getInt("decimals");
    return new Snapshot(
        SnapshotId.of(row.getString("snapshot_id")),
        UserId.of(row.getString("user_id")),
        UserId.of(row.getString("opponent_id")),
        transfer(row),
        new Quantity(row.getLong("units"), precision),
        new Quantity(row.getLong("opening"), precision),
        new Quantity(row.getLong("closing"), precision));
  }
}
