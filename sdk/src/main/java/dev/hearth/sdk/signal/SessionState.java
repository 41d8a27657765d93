package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How far one session with another device has come. Immutable: reading or writing a message gives
/// another state, which the caller keeps or doesn't.
///
/// @param peer the other side's identity key
/// @param baseKey of who began it: by it a repeated first message is known
/// @param receiving the latest last
/// @param previousCounter the last number of the sending chain before this one
/// @param unanswered what each message must carry until the other side has shown that it knows
record SessionState(
    Curve25519PublicKey peer,
    Curve25519PublicKey baseKey,
    RootKey rootKey,
    Curve25519KeyPair ratchetKey,
    Chain sending,
    List<Receiving> receiving,
    int previousCounter,
    Optional<UnansweredStart> unanswered) {

  /// How many of the other side's chains are kept for messages that come late: as in libsignal.
  static final int MOST_CHAINS = 5;

  record Receiving(Curve25519PublicKey ratchetKey, Chain chain) {}

  /// How the session was begun.
  record UnansweredStart(OptionalLong preKeyId, long signedPreKeyId) {}

  SessionState {
    receiving = List.copyOf(receiving);
  }

  Optional<Chain> findChain(Curve25519PublicKey peerRatchetKey) {
    return receiving.stream()
        .filter(each -> each.ratchetKey.equals(peerRatchetKey))
        .map(Receiving::chain)
        .findFirst();
  }

  /// The state after this message was written.
  SessionState sent(Chain rest) {
    return new SessionState(
        peer, baseKey, rootKey, ratchetKey, rest, receiving, previousCounter, unanswered);
  }

  /// The state after a message of this chain was read.
  SessionState received(Curve25519PublicKey peerRatchetKey, Chain rest) {
    List<Receiving> chains = new ArrayList<>(receiving);
    chains.replaceAll(each ->
        each.ratchetKey.equals(peerRatchetKey) ? new Receiving(peerRatchetKey, rest) : each);
    return new SessionState(
        peer, baseKey, rootKey, ratchetKey, sending, chains, previousCounter, Optional.empty());
  }

  /// The state after the other side was seen to have turned the ratchet, and we have, too.
  SessionState turned(
      RootKey root, Curve25519KeyPair ownKey, Chain ownChain, Receiving theirChain) {
    List<Receiving> chains = new ArrayList<>(receiving);
    chains.add(theirChain);
    if (chains.size() > MOST_CHAINS) {
      chains.removeFirst();
    }
    int last = Math.max(sending.index() - 1, 0);
    return new SessionState(peer, baseKey, root, ownKey, ownChain, chains, last, Optional.empty());
  }

  byte[] toBytes() {
    var out =
        new ProtobufWriter()
            .bytes(1, peer.toBytes())
            .bytes(2, baseKey.toBytes())
            .bytes(3, rootKey.toBytes())
            .bytes(4, KeyPairBytes.of(ratchetKey))
            .bytes(5, sending.toBytes())
            .number(6, previousCounter);
    for (Receiving each : receiving) {
      out.bytes(7, each.ratchetKey.toBytes()).bytes(8, each.chain.toBytes());
    }
    unanswered.ifPresent(begun -> {
      out.number(9, begun.signedPreKeyId);
      begun.preKeyId.ifPresent(id -> out.number(10, id));
    });
    return out.toBytes();
  }

  /// Reads what [#toBytes()] wrote.
  ///
  /// @throws java.util.NoSuchElementException when it is something else
  static SessionState parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    List<byte[]> keys = fields.all(7);
    List<byte[]> chains = fields.all(8);
    List<Receiving> receiving = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      receiving.add(
          new Receiving(
              Curve25519PublicKey.find(keys.get(i)).orElseThrow(),
              Chain.parse(chains.get(i)).orElseThrow()));
    }
    OptionalLong signedPreKeyId = fields.number(9);
    return new SessionState(
        fields.key(1).orElseThrow(),
        fields.key(2).orElseThrow(),
        RootKey.of(fields.bytes(3).orElseThrow()),
        KeyPairBytes.parse(fields.bytes(4).orElseThrow()),
        fields.bytes(5).flatMap(Chain::parse).orElseThrow(),
        receiving,
        fields.count(6).orElseThrow(),
        signedPreKeyId.isPresent()
            ? Optional.of(new UnansweredStart(fields.number(10), signedPreKeyId.getAsLong()))
            : Optional.empty());
  }
}
