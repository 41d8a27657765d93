package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.Arrays;
import java.util.Optional;

/// A sender's key, as it is handed to each who may read what follows; always inside a session's
/// message, never in the open. Version 3:
///
/// ```
/// 33 | protobuf {1 id of the key, 2 iteration, 3 chain key, 32 · 4 signing key,
///                15 id of the conversation, as text}
/// ```
///
/// The last field is ours: other implementations don't write it, and skip it. Without it nothing in
/// what is sealed says to which conversation the key belongs.
final class SenderKeyDistribution {
  // Those below 16 take one byte; Signal's own have come to 5.
  private static final int CONVERSATION = 15;

  final long keyId;
  final Chain chain;
  final Curve25519PublicKey signingKey;
  final Optional<String> conversation;

  SenderKeyDistribution(
      long keyId, Chain chain, Curve25519PublicKey signingKey, Optional<String> conversation) {
    this.keyId = keyId;
    this.chain = chain;
    this.signingKey = signingKey;
    this.conversation = conversation;
  }

  byte[] toBytes() {
    byte[] chainKey = chain.key();
    var out =
        new ProtobufWriter()
            .number(1, keyId)
            .number(2, chain.index())
            .bytes(3, chainKey)
            .bytes(4, signingKey.toBytes());
    conversation.ifPresent(id -> out.text(CONVERSATION, id));
    byte[] fields = out.toBytes();
    Arrays.fill(chainKey, (byte) 0);
    byte[] written = new byte[1 + fields.length];
    written[0] = SignalMessage.VERSION;
    System.arraycopy(fields, 0, written, 1, fields.length);
    return written;
  }

  /// Reads a distribution; empty when the bytes are something else.
  static Optional<SenderKeyDistribution> parse(byte[] written) {
    if (written.length == 0 || !SignalMessage.isOurVersion(written[0])) {
      return Optional.empty();
    }
    return ProtobufFields.parse(written, 1, written.length).flatMap(SenderKeyDistribution::of);
  }

  private static Optional<SenderKeyDistribution> of(ProtobufFields fields) {
    byte[] chainKey = fields.bytes(3).orElse(new byte[0]);
    if (fields.number(1).isEmpty()
        || fields.count(2).isEmpty()
        || chainKey.length != Algorithms.HASH_BYTES) {
      return Optional.empty();
    }
    Chain chain = Chain.of(chainKey, fields.count(2).getAsInt());
    return fields
        .key(4)
        .map(key ->
            new SenderKeyDistribution(
                fields.number(1).getAsLong(), chain, key, fields.text(CONVERSATION)));
  }
}
