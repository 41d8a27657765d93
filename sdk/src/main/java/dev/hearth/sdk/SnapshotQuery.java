package dev.hearth.sdk;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.Optional;

/// Which of this user's snapshots to list, a page at a time.
///
/// @param asset only of this asset
/// @param opponent only of transfers with this user
/// @param order whether the latest comes first
/// @param from only later ones, or only earlier ones when the latest comes first; the
///   [Snapshot#createdAt] of the last one on the page before
/// @param limit 1 to 500 on a page
public record SnapshotQuery(
    Optional<AssetId> asset,
    Optional<UserId> opponent,
    TimeOrder order,
    Optional<Instant> from,
    int limit) {
  private static final int LARGEST_PAGE = 500;

  /// In which order snapshots are listed.
  public enum TimeOrder {
    LATEST_FIRST,
    OLDEST_FIRST
  }

  /// @throws IllegalArgumentException when the limit is out of its bounds
  public SnapshotQuery {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException("a page has 1 to 500 snapshots");
    }
  }

  /// The latest ones.
  public static SnapshotQuery latest() {
    return in(TimeOrder.LATEST_FIRST);
  }

  /// All, from the first one on.
  public static SnapshotQuery oldest() {
    return in(TimeOrder.OLDEST_FIRST);
  }

  private static SnapshotQuery in(TimeOrder order) {
    return new SnapshotQuery(
        Optional.empty(), Optional.empty(), order, Optional.empty(), LARGEST_PAGE);
  }

  /// The same, of this asset only.
  public SnapshotQuery ofAsset(AssetId only) {
    return new SnapshotQuery(Optional.of(only), opponent, order, from, limit);
  }

  /// The same, of transfers with this user only.
  public SnapshotQuery with(UserId only) {
    return new SnapshotQuery(asset, Optional.of(only), order, from, limit);
  }

  /// The same, behind this snapshot: the next page, when it was the last one on a page.
  public SnapshotQuery after(Snapshot last) {
    return new SnapshotQuery(asset, opponent, order, Optional.of(last.createdAt()), limit);
  }

  /// The same, at most this many on a page.
  ///
  /// @throws IllegalArgumentException when that is out of its bounds
  public SnapshotQuery atMost(int most) {
    return new SnapshotQuery(asset, opponent, order, from, most);
  }
}
