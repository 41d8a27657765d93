package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.Optional;

/// One sender key and how far it was used. Immutable.
///
/// @param signingPair present when it is our own
record SenderKeyState(
    long keyId,
    Chain chain,
    Curve25519PublicKey signingKey,
    Optional<Curve25519KeyPair> signingPair) {

  static SenderKeyState of(SenderKeyDistribution handed) {
    return new SenderKeyState(handed.keyId, handed.chain, handed.signingKey, Optional.empty());
  }

  SenderKeyState with(Chain next) {
    return new SenderKeyState(keyId, next, signingKey, signingPair);
  }

  boolean isOf(SenderKeyDistribution handed) {
    return keyId == handed.keyId && signingKey.equals(handed.signingKey);
  }

  /// The state after the same key was handed to us once more. We never go back: messages could then
  /// be read a second time. We move to the chain handed to us only when our own doesn't lead there.
  SenderKeyState handedAgain(SenderKeyDistribution handed) {
    int ahead = handed.chain.index() - chain.index();
    if (ahead < 0) {
      return this;
    }
    if (ahead <= Chain.MOST_AHEAD && chain.skipTo(handed.chain.index()).leadsTo(handed.chain)) {
      return this;
    }
    return with(chain.onwards(handed.chain));
  }

  byte[] toBytes() {
    var out =
        new ProtobufWriter()
            .number(1, keyId)
            .bytes(2, chain.toBytes())
            .bytes(3, signingKey.toBytes());
    signingPair.ifPresent(pair -> out.bytes(4, KeyPairBytes.of(pair)));
    return out.toBytes();
  }

  /// Reads what [#toBytes()] wrote.
  static SenderKeyState parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new SenderKeyState(
        fields.number(1).orElseThrow(),
        fields.bytes(2).flatMap(Chain::parse).orElseThrow(),
        fields.key(3).orElseThrow(),
        fields.bytes(4).map(KeyPairBytes::parse));
  }
}
