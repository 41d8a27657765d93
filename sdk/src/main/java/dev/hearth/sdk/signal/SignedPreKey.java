package dev.hearth.sdk.signal;

import dev.hearth.protocol.Curve25519PublicKey;

/// The public half of a signed pre-key: what sessions are begun with, as long as it is the latest.
///
/// @param id 0 to 2^32 - 1; ours are 1 to 2^24 - 2
/// @param signature of the key's 33 bytes by its owner's identity key, 64 bytes
public record SignedPreKey(
    long id, Curve25519PublicKey key, @SuppressWarnings("ArrayRecordComponent") byte[] signature) {

  /// @throws IllegalArgumentException when the id is out of its bounds
  public SignedPreKey {
    PreKey.checkId(id);
    signature = signature.clone();
  }

  /// A copy of the bytes.
  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /// Whether the owner of this identity key vouches for it.
  public boolean isSignedBy(Curve25519PublicKey identityKey) {
    return identityKey.verifies(key.toBytes(), signature);
  }
}
