package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.util.OptionalLong;

/// Something that the ledger counts.
///
/// @param symbol what people call it, such as `POINTS`; no other asset has it
/// @param icon the {@link dev.hearth.chat.directory.account.PortraitName} of its picture; "" for
///   nothing
/// @param precision how many decimals it is counted with
/// @param issuer the account that has the negative of what there is of it; nobody signs in to it
/// @param createdAt microseconds since the epoch
/// @param retiredAt from when on nothing of it is issued or transferred
public record Asset(
    AssetId id,
    String symbol,
    String name,
    String icon,
    int precision,
    UserId issuer,
    long createdAt,
    OptionalLong retiredAt) {

  public boolean retired() {
    return retiredAt.isPresent();
  }

  Quantity quantity(long units) {
    return new Quantity(units, precision);
  }
}
