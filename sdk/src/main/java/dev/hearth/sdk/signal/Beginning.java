package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;

/// The outcome of beginning a session with a device's keys. Unless it was begun, nothing has
/// changed.
public sealed interface Beginning {
  record Begun() implements Beginning {}

  /// As [Opening.FromOtherIdentity].
  record WithOtherIdentity(Curve25519PublicKey known, Curve25519PublicKey offered)
      implements Beginning {}

  /// The signed pre-key is not signed with the identity key: somebody made it up.
  record Forged() implements Beginning {}
}
