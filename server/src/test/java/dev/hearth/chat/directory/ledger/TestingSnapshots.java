package dev.hearth.chat.directory.ledger;

import dev.hearth.chat.directory.ledger.SnapshotQuery.TimeOrder;
import java.util.Optional;

/// The snapshots of a user, for tests that look at all of them.
public final class TestingSnapshots {
  private TestingSnapshots() {}

  /// Oldest first.
  ///
  /// @param after the time of the last one on the page before; 0 for the first page
  public static SnapshotQuery page(long after, int limit) {
    return new SnapshotQuery(
        Optional.empty(), Optional.empty(), after, Long.MAX_VALUE, TimeOrder.ASC, limit);
  }
}
