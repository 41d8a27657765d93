package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The SQL of balances.
final class BalanceTable {
  private BalanceTable() {}

  /// 0 without any so far.
  static long units(Handle handle, UserId user, AssetId asset) {
    return handle
        .createQuery("SELECT units FROM balances WHERE user_id = :user AND asset_id = :asset")
        .bind("user", user.toString())
        .bind("asset", asset.toString())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /// The holdings of a user, in the order in which the assets were added.
  static List<Holding> of(Handle handle, UserId user) {
    return handle
        .createQuery(
            "SELECT b.units, "
                + AssetTable.COLUMNS
                + " FROM balances b JOIN assets a ON a.asset_id = b.asset_id"
                + " WHERE b.user_id = :user AND b.units > 0 ORDER BY a.created_at, a.asset_id")
        .bind("user", user.toString())
        .map((row, context) -> {
          Asset asset = AssetTable.asset(row);
          return new Holding(asset, asset.quantity(row.getLong("units")));
        })
        .list();
  }

  static void set(Handle handle, UserId user, AssetId asset, long units) {
    handle.execute(
        """
        INSERT INTO balances (user_id, asset_id, units) VALUES (?, ?, ?)
        ON CONFLICT (user_id, asset_id) DO UPDATE SET units = excluded.units
        """,
        user.toString(),
        asset.toString(),
        units);
  }
}
