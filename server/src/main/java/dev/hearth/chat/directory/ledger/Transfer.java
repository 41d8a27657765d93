package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;

/// A transfer that was made.
///
/// @param payer a user, or the issuer of the asset
/// @param issued whether the payer is the issuer: then there is more of the asset than before
/// @param createdAt microseconds since the epoch; no other transfer has it
public record Transfer(
    TraceId trace,
    UserId payer,
    UserId payee,
    AssetId asset,
    Quantity quantity,
    String memo,
    boolean issued,
    long createdAt) {

  /// Whether this is what somebody wants to transfer.
  boolean is(NewTransfer wanted) {
    return payee.equals(wanted.payee())
        && asset.equals(wanted.asset())
        && memo.equals(wanted.memo())
        && Quantity.find(wanted.amount(), quantity.precision())
            .filter(quantity::equals)
            .isPresent();
  }

  /// Whether a user is one of its two parties.
  public boolean isBetween(UserId user) {
    return payer.equals(user) || payee.equals(user);
  }

  /// The snapshot that one of its two parties has of it.
  public SnapshotId snapshotOf(UserId party) {
    return SnapshotId.ofTransfer(trace, party);
  }
}
