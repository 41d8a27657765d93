package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/// The SQL of assets.
final class AssetTable {
  /// The columns of an asset, beside those of other tables.
  static final String COLUMNS =
      "a.asset_id, a.symbol, a.name, a.icon, a.decimals, a.issuer_id, a.created_at AS asset_since,"
          + " a.retired_at";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM assets a ";

  private AssetTable() {}

  static Optional<Asset> find(Handle handle, AssetId id) {
    return handle
        .createQuery(SELECT + "WHERE a.asset_id = :id")
        .bind("id", id.toString())
        .map((row, context) -> asset(row))
        .findOne();
  }

  static Optional<Asset> findBySymbol(Handle handle, String symbol) {
    return handle
        .createQuery(SELECT + "WHERE a.symbol = :symbol")
        .bind("symbol", symbol)
        .map((row, context) -> asset(row))
        .findOne();
  }

  /// In the order in which they were added.
  static List<Asset> all(Handle handle) {
    return handle
        .createQuery(SELECT + "ORDER BY a.created_at, a.asset_id")
        .map((row, context) -> asset(row))
        .list();
  }

  static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM assets").mapTo(Integer.class).one();
  }

  static void insert(Handle handle, Asset asset) {
    handle.execute(
        """
        INSERT INTO assets (asset_id, symbol, name, icon, decimals, issuer_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        asset.id().toString(),
        asset.symbol(),
        asset.name(),
        asset.icon(),
        asset.precision(),
        asset.issuer().toString(),
        asset.createdAt());
  }

  static void retire(Handle handle, AssetId id, long now) {
    handle.execute("UPDATE assets SET retired_at = ? WHERE asset_id = ?", now, id.toString());
  }

  static Asset asset(ResultSet row) throws SQLException {
    long retiredAt = row.getLong("retired_at");
    boolean retired = !row.wasNull();
    return new Asset(
        AssetId.of(row.getString("asset_id")),
        row.getString("symbol"),
        row.getString("name"),
        row.getString("icon"),
        row.getInt("decimals"),
        UserId.of(row.getString("issuer_id")),
        row.getLong("asset_since"),
        retired ? OptionalLong.of(retiredAt) : OptionalLong.empty());
  }
}
