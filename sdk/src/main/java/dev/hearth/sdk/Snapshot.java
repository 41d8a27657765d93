package dev.hearth.sdk;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.SafeSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// The change that a transfer made to the balance of one of its two parties, this user. It never
/// changes.
///
/// Compare amounts with `compareTo`: for `equals`, 1.5 and 1.50 are two numbers.
///
/// @param opponent the other party; empty when the operator issued the asset
/// @param amount by how much the balance changed: negative for the payer
/// @param opening the balance before; a Hearth server always tells it
/// @param closing the balance after; a Hearth server always tells it
/// @param trace the payer's own id for the transfer, the same for both parties; a Hearth server
///   always tells it
/// @param memo the payer's note; "" for nothing
/// @param createdAt exact to the microsecond; no two snapshots of a user have the same
public record Snapshot(
    SnapshotId id,
    AssetId asset,
    Optional<UserId> opponent,
    BigDecimal amount,
    Optional<BigDecimal> opening,
    Optional<BigDecimal> closing,
    Optional<TraceId> trace,
    String memo,
    Instant createdAt) {

  /// The snapshot that a message tells of: the [content][IncomingMessage#content] of what the
  /// server pushes to both parties of a transfer, as `SYSTEM_ACCOUNT_SNAPSHOT` or
  /// `SYSTEM_SAFE_SNAPSHOT`. Empty for all other content.
  public static Optional<Snapshot> find(Payload content) {
    return switch (content) {
      case AccountSnapshot told ->
          Optional.of(
              new Snapshot(
                  told.snapshot(),
                  told.asset(),
                  told.opponent(),
                  new BigDecimal(told.amount()),
                  told.opening().map(BigDecimal::new),
                  told.closing().map(BigDecimal::new),
                  told.trace(),
                  told.memo().orElse(""),
                  told.createdAt()));
      case SafeSnapshot told ->
          Optional.of(
              new Snapshot(
                  told.snapshot(),
                  told.asset(),
                  told.opponent(),
                  new BigDecimal(told.amount()),
                  told.opening().map(BigDecimal::new),
                  told.closing().map(BigDecimal::new),
                  told.trace(),
                  told.memo().orElse(""),
                  told.createdAt()));
      default -> Optional.empty();
    };
  }
}
