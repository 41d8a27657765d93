package dev.hearth.sdk.signal;

import dev.hearth.protocol.Curve25519PublicKey;
import java.util.List;

/// The public halves of new keys, for the server to hand out. The private ones are stored already.
public record PreKeyUpload(
    Curve25519PublicKey identityKey, SignedPreKey signedPreKey, List<PreKey> oneTimePreKeys) {

  public PreKeyUpload {
    oneTimePreKeys = List.copyOf(oneTimePreKeys);
  }
}
