package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.UserId;

/// The change that a transfer made to the balance of one of its parties.
///
/// @param user the party
/// @param opponent the other party
/// @param quantity below 0 for the payer
/// @param opening the balance before
/// @param closing the balance after
public record Snapshot(
    SnapshotId id,
    UserId user,
    UserId opponent,
    Transfer transfer,
    Quantity quantity,
    Quantity opening,
    Quantity closing) {

  /// Microseconds since the epoch.
  public long createdAt() {
    return transfer.createdAt();
  }
}
