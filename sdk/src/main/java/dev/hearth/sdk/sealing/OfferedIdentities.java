package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.Optional;

/// The identity keys that others have come with lately and that are not the ones we know, in one
/// transaction. The latest of a user, of 10,000 users.
final class OfferedIdentities {
  private static final Kind OFFERED = new Kind("sealing.offered", 10_000);

  private final Records records;

  OfferedIdentities(Records records) {
    this.records = records;
  }

  Optional<Curve25519PublicKey> find(UserId user) {
    return records
        .find(OFFERED, user.toString())
        .map(bytes -> Curve25519PublicKey.find(bytes).orElseThrow());
  }

  void put(UserId user, Curve25519PublicKey key) {
    records.put(OFFERED, user.toString(), key.toBytes());
  }

  void remove(UserId user) {
    records.remove(OFFERED, user.toString());
  }
}
