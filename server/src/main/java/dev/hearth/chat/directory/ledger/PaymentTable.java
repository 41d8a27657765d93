package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The SQL of payments that somebody has prepared. A payment counts as paid when there is a
/// transfer of its trace that is the same otherwise.
final class PaymentTable {
  private static final String SELECT =
      "SELECT p.code_id, p.trace_id, p.payee_id, p.units, p.memo, p.created_at,"
          + " t.trace_id IS NOT NULL AS paid, "
          + AssetTable.COLUMNS
          + " FROM payments p JOIN assets a ON a.asset_id = p.asset_id"
          + " LEFT JOIN transfers t ON t.trace_id = p.trace_id AND t.payee_id = p.payee_id"
          + " AND t.asset_id = p.asset_id AND t.units = p.units AND t.memo = p.memo ";

  private PaymentTable() {}

  static Optional<Payment> find(Handle handle, UUID code) {
    return handle
        .createQuery(SELECT + "WHERE p.code_id = :code")
        .bind("code", code.toString())
        .map((row, context) -> payment(row))
        .findOne();
  }

  static Optional<Payment> find(Handle handle, UserId creator, TraceId trace) {
    return handle
        .createQuery(SELECT + "WHERE p.creator_id = :creator AND p.trace_id = :trace")
        .bind("creator", creator.toString())
        .bind("trace", trace.toString())
        .map((row, context) -> payment(row))
        .findOne();
  }

  static void insert(Handle handle, UserId creator, Payment payment) {
    handle.execute(
        """
        INSERT INTO payments (code_id, creator_id, trace_id, payee_id, asset_id, units, memo,
          created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        payment.code().toString(),
        creator.toString(),
        payment.trace().toString(),
        payment.payee().toString(),
        payment.asset().id().toString(),
        payment.quantity().units(),
        payment.memo(),
        payment.createdAt());
  }

  static void removeOldest(Handle handle, UserId creator, int most) {
    handle
        .createUpdate(
            """
            DELETE FROM payments WHERE code_id IN (
              SELECT code_id FROM payments WHERE creator_id = :creator
              ORDER BY created_at DESC, code_id LIMIT :most OFFSET :most)
            """)
        .bind("creator", creator.toString())
        .bind("most", most)
        .execute();
  }

  private static Payment payment(ResultSet row) throws SQLException {
    Asset asset = AssetTable.asset(row);
    return new Payment(
        UUID.fromString(row.getString("code_id")),
        TraceId.of(row.getString("trace_id")),
        asset,
        UserId.of(row.getString("payee_id")),
        asset.quantity(row.getLong("units")),
        row.getString("memo"),
        row.getBoolean("paid"),
        row.getLong("created_at"));
  }
}
