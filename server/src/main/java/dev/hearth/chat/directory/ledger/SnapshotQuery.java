package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// Some of the snapshots of a user.
///
/// @param after microseconds since the epoch: only younger ones
/// @param before only older ones
public record SnapshotQuery(
    Optional<AssetId> asset,
    Optional<UserId> opponent,
    long after,
    long before,
    TimeOrder order,
    int limit) {

  /// Oldest first, or youngest first.
  public enum TimeOrder {
    ASC,
    DESC
  }
}
