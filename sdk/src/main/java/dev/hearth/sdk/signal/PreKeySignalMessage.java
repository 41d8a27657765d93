package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.Optional;
import java.util.OptionalLong;

/// A message at the start of a session, until the other side answers: a [SignalMessage] and the
/// keys to begin its session, version 3.
///
/// ```
/// 33 | protobuf {1 one-time pre-key's id, 2 base key, 3 identity key, 4 message,
///                5 sender's registration id, 6 signed pre-key's id}
/// ```
///
/// @param preKeyId empty when the device had no one-time pre-key left
/// @param message a [SignalMessage] as it is written
record PreKeySignalMessage(
    int registrationId,
    OptionalLong preKeyId,
    long signedPreKeyId,
    Curve25519PublicKey baseKey,
    Curve25519PublicKey identityKey,
    @SuppressWarnings("ArrayRecordComponent") byte[] message) {

  byte[] toBytes() {
    var out = new ProtobufWriter();
    preKeyId.ifPresent(id -> out.number(1, id));
    byte[] fields =
        out.bytes(2, baseKey.toBytes())
            .bytes(3, identityKey.toBytes())
            .bytes(4, message)
            .number(5, registrationId)
            .number(6, signedPreKeyId)
            .toBytes();
    byte[] written = new byte[1 + fields.length];
    written[0] = SignalMessage.VERSION;
    System.arraycopy(fields, 0, written, 1, fields.length);
    return written;
  }

  /// Reads such a message; empty when the bytes are something else.
  static Optional<PreKeySignalMessage> parse(byte[] written) {
    if (written.length == 0 || !SignalMessage.isOurVersion(written[0])) {
      return Optional.empty();
    }
    return ProtobufFields.parse(written, 1, written.length).flatMap(PreKeySignalMessage::of);
  }

  private static Optional<PreKeySignalMessage> of(ProtobufFields fields) {
    Optional<Curve25519PublicKey> baseKey = fields.key(2);
    Optional<Curve25519PublicKey> identityKey = fields.key(3);
    Optional<byte[]> message = fields.bytes(4);
    OptionalLong signedPreKeyId = fields.number(6);
    if (baseKey.isEmpty()
        || identityKey.isEmpty()
        || message.isEmpty()
        || signedPreKeyId.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PreKeySignalMessage(
            fields.count(5).orElse(0),
            preKeyId(fields.number(1)),
            signedPreKeyId.getAsLong(),
            baseKey.get(),
            identityKey.get(),
            message.get()));
  }

  // We give out no key of this number: there are libraries that write it for none.
  private static OptionalLong preKeyId(OptionalLong id) {
    return id.orElse(0) == 0 ? OptionalLong.empty() : id;
  }
}
