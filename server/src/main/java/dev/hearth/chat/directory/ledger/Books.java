package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The result of a look at all of the ledger.
///
/// @param accounts how many balances
/// @param faults what doesn't add up, a sentence each; the first of them
public record Books(
    long assets, long accounts, long transfers, long snapshots, List<String> faults) {
  private static final int MOST_FAULTS = 20;
  private static final int ROWS_AT_A_TIME = 1_000;

  public Books {
    faults = List.copyOf(faults);
  }

  /// Whether everything adds up.
  public boolean balanced() {
    return faults.isEmpty();
  }

  /// Reads all there is in one pass, in the order of the accounts; little of it is in memory.
  static Books of(Handle handle) {
    var reading = new Reading(AssetTable.all(handle));
    try (var rows =
        handle
            .createQuery(
                """
                SELECT s.snapshot_id, s.trace_id, s.user_id, s.opponent_id, s.asset_id, s.units,
                  s.opening, s.closing, s.created_at, t.payer_id, t.payee_id,
                  t.asset_id AS of_asset, t.units AS transferred, t.created_at AS transferred_at,
                  b.units AS balance
                FROM snapshots s
                  LEFT JOIN transfers t ON t.trace_id = s.trace_id
                  LEFT JOIN balances b ON b.user_id = s.user_id AND b.asset_id = s.asset_id
                ORDER BY s.user_id, s.asset_id, s.created_at
                """)
            .setFetchSize(ROWS_AT_A_TIME)
            .map((row, context) -> Row.of(row))
            .iterator()) {
      rows.forEachRemaining(reading::add);
    }
    return reading.end(count(handle, "transfers"), count(handle, "balances"));
  }

  private static long count(Handle handle, String table) {
    return handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one();
  }

  /// A balance of somebody's.
  private record Owner(UserId user, AssetId asset) {}

  /// The transfer of a snapshot, which says how the snapshot has to be.
  private record Side(UserId payer, UserId payee, AssetId asset, long units, long at) {}

  /// A snapshot, and what belongs to it.
  private record Row(
      SnapshotId id,
      TraceId trace,
      Owner owner,
      UserId opponent,
      long units,
      long opening,
      long closing,
      long at,
      Optional<Side> transfer,
      Optional<Long> balance) {

    static Row of(ResultSet row) throws SQLException {
      long balance = row.getLong("balance");
      boolean hasBalance = !row.wasNull();
      return new Row(
          SnapshotId.of(row.getString("snapshot_id")),
          TraceId.of(row.getString("trace_id")),
          new Owner(UserId.of(row.getString("user_id")), AssetId.of(row.getString("asset_id"))),
          UserId.of(row.getString("opponent_id")),
          row.getLong("units"),
          row.getLong("opening"),
          row.getLong("closing"),
          row.getLong("created_at"),
          side(row),
          hasBalance ? Optional.of(balance) : Optional.empty());
    }

    private static Optional<Side> side(ResultSet row) throws SQLException {
      @Nullable String payer = row.getString("payer_id");
      return payer == null
          ? Optional.empty()
          : Optional.of(
              new Side(
                  UserId.of(payer),
                  UserId.of(row.getString("payee_id")),
                  AssetId.of(row.getString("of_asset")),
                  row.getLong("transferred"),
                  row.getLong("transferred_at")));
    }

    /// With its own id for each of the two parties, there is one of each when there are two.
    boolean fits(Side side) {
      boolean paid = owner.user.equals(side.payer);
      return id.equals(SnapshotId.ofTransfer(trace, owner.user))
          && owner.asset.equals(side.asset)
          && at == side.at
          && units == (paid ? -side.units : side.units)
          && owner.user.equals(paid ? side.payer : side.payee)
          && opponent.equals(paid ? side.payee : side.payer);
    }
  }

  /// One pass. For one thread.
  private static final class Reading {
    private final Map<AssetId, UserId> issuers = new HashMap<>();
    private final Map<AssetId, BigInteger> sums = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long accounts;
    private long snapshots;
    private @Nullable Row last;

    Reading(List<Asset> assets) {
      for (Asset asset : assets) {
        issuers.put(asset.id(), asset.issuer());
        sums.put(asset.id(), BigInteger.ZERO);
      }
    }

    void add(Row row) {
      snapshots++;
      if (last != null && !last.owner.equals(row.owner)) {
        close(last);
        last = null;
      }
      expect(row.transfer.filter(row::fits).isPresent(), "Snapshot %s is not of its transfer", row);
      expect(
          row.closing == row.opening + row.units,
          "Snapshot %s does not close with its opening balance and its amount",
          row);
      expect(
          row.opening == (last == null ? 0 : last.closing),
          "Snapshot %s does not open with the closing balance before it",
          row);
      last = row;
    }

    private void close(Row row) {
      accounts++;
      long balance = row.balance.orElse(0L);
      var owner = row.owner;
      expect(
          row.balance.filter(units -> units == row.closing).isPresent(),
          "The balance is not that after its last snapshot %s",
          row);
      expect(
          balance >= 0 || owner.user.equals(issuers.get(owner.asset)),
          "The balance after snapshot %s is below 0",
          row);
      sums.merge(owner.asset, BigInteger.valueOf(balance), BigInteger::add);
    }

    Books end(long transfers, long balances) {
      if (last != null) {
        close(last);
      }
      if (snapshots != 2 * transfers) {
        fault("There are %s snapshots of %s transfers".formatted(snapshots, transfers));
      }
      if (accounts != balances) {
        fault("There are %s balances, and snapshots of %s".formatted(balances, accounts));
      }
      sums.forEach((asset, sum) -> {
        if (sum.signum() != 0) {
          fault("The balances of asset %s add up to %s units".formatted(asset, sum));
        }
      });
      return new Books(issuers.size(), accounts, transfers, snapshots, faults);
    }

    private void expect(boolean holds, String otherwise, Row row) {
      if (!holds) {
        fault(otherwise.formatted(row.id));
      }
    }

    private void fault(String what) {
      if (faults.size() < MOST_FAULTS) {
        faults.add(what);
      }
    }
  }
}
