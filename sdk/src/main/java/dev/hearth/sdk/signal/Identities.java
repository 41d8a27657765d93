package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.store.Records;
import java.util.Optional;

/// The identity key of each user, in one transaction. All devices of a user have the same. The
/// first one we meet is taken for theirs; another one only when we are told so.
final class Identities {
  private final Records records;
  private final UserId self;
  private final Curve25519PublicKey own;

  Identities(Records records, UserId self, Curve25519PublicKey own) {
    this.records = records;
    this.self = self;
    this.own = own;
  }

  Optional<Curve25519PublicKey> find(UserId user) {
    if (user.equals(self)) {
      return Optional.of(own);
    }
    return records
        .find(Kinds.IDENTITY, user.toString())
        .map(bytes -> Curve25519PublicKey.find(bytes).orElseThrow());
  }

  /// The key that is known, when this is another one.
  Optional<Curve25519PublicKey> findOther(UserId user, Curve25519PublicKey offered) {
    return find(user).filter(known -> !known.equals(offered));
  }

  /// @throws IllegalArgumentException when it is our own user's, which no other device can change
  void put(UserId user, Curve25519PublicKey key) {
    if (!user.equals(self)) {
      records.put(Kinds.IDENTITY, user.toString(), key.toBytes());
    } else if (!key.equals(own)) {
      throw new IllegalArgumentException("our own user's identity key is what it is");
    }
  }
}
