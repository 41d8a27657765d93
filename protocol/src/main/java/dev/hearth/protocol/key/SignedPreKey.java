package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import tools.jackson.core.JsonGenerator;

/// The key of a device that anybody may begin a conversation with, until the device replaces it.
///
/// @param id the device's own number for it, 0 to [OneTimePreKey#MOST_ID]
/// @param signature of the key's 33 bytes, by the device's identity key; not to be written to
public record SignedPreKey(
    long id, Curve25519PublicKey key, @SuppressWarnings("ArrayRecordComponent") byte[] signature) {
  public SignedPreKey {
    if (id < 0 || id > OneTimePreKey.MOST_ID) {
      throw new IllegalArgumentException("no number of a key: " + id);
    }
  }

  /// Whether the owner of `identity` made it.
  public boolean signedBy(Curve25519PublicKey identity) {
    return identity.verifies(key.toBytes(), signature);
  }

  /// Writes it as an object.
  void writeTo(JsonGenerator out) {
    out.writeStartObject();
    out.writeNumberProperty("key_id", id);
    out.writeStringProperty("pub_key", key.toString());
    out.writeStringProperty("signature", WireBase64.standard(signature));
    out.writeEndObject();
  }
}
