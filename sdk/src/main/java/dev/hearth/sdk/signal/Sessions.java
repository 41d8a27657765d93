package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.sdk.store.Records;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The sessions with other devices, in one transaction.
final class Sessions {
  private final Records records;
  private final OwnIdentity own;
  private final OwnKeys ownKeys;
  private final Identities identities;
  private final RandomGenerator random;

  Sessions(
      Records records,
      OwnIdentity own,
      OwnKeys ownKeys,
      Identities identities,
      RandomGenerator random) {
    this.records = records;
    this.own = own;
    this.ownKeys = ownKeys;
    this.identities = identities;
    this.random = random;
  }

  /// Whether something can be sealed for this device.
  boolean has(DeviceAddress peer) {
    return findUsable(peer).isPresent();
  }

  void remove(DeviceAddress peer) {
    records.remove(Kinds.SESSION, peer.toString());
  }

  Beginning begin(PreKeyBundle bundle) {
    var peer = new DeviceAddress(bundle.user(), bundle.session());
    if (!bundle.signed().signedBy(bundle.identity())) {
      return new Beginning.Forged();
    }
    Optional<Curve25519PublicKey> other = identities.findOther(peer.user(), bundle.identity());
    if (other.isPresent()) {
      return new Beginning.WithOtherIdentity(other.get(), bundle.identity());
    }
    SessionState begun = Handshake.begin(own.keyPair(), bundle, random);
    put(peer, withCurrent(peer, begun));
    identities.put(peer.user(), bundle.identity());
    return new Beginning.Begun();
  }

  Sealing seal(DeviceAddress peer, byte[] plaintext) {
    Optional<SessionRecord> usable = findUsable(peer);
    if (usable.isEmpty()) {
      return new Sealing.NoKeyToSeal();
    }
    SessionState state = usable.get().current();
    Ratchet.Written written = Ratchet.write(state, own.keyPair().publicKey(), plaintext);
    put(peer, usable.get().promoted(state, written.next()));
    Envelope envelope =
        state
            .unanswered()
            .map(begun -> envelope(Envelope.Type.NEW_SESSION, first(state, begun, written)))
            .orElseGet(() -> envelope(Envelope.Type.SESSION, written.message()));
    return new Sealing.SealedEnvelope(envelope);
  }

  Opening open(DeviceAddress peer, byte[] written) {
    Optional<SessionRecord> record = find(peer);
    if (record.isEmpty()) {
      return new Opening.NoKey();
    }
    return SignalMessage.parse(written)
        .map(message -> open(peer, record.get(), message))
        .orElseGet(() -> new Opening.Unreadable("no message of a session"));
  }

  Opening openFirst(DeviceAddress peer, byte[] written) {
    Optional<PreKeySignalMessage> first = PreKeySignalMessage.parse(written);
    Optional<SignalMessage> message = first.flatMap(it -> SignalMessage.parse(it.message()));
    return message.isEmpty()
        ? new Opening.Unreadable("no first message of a session")
        : openFirst(peer, first.orElseThrow(), message.get());
  }

  private Opening openFirst(DeviceAddress peer, PreKeySignalMessage first, SignalMessage message) {
    Optional<Curve25519PublicKey> other = identities.findOther(peer.user(), first.identityKey());
    if (other.isPresent()) {
      return new Opening.FromOtherIdentity(other.get(), first.identityKey());
    }
    Optional<SessionRecord> record = find(peer);
    // Each message is a first one until it is answered: only one of them begins the session.
    if (record.isPresent() && record.get().hasBegunWith(first.baseKey())) {
      return open(peer, record.get(), message);
    }
    Optional<Curve25519KeyPair> signedPreKey = ownKeys.findSigned(first.signedPreKeyId());
    if (signedPreKey.isEmpty()) {
      return new Opening.Unreadable("sealed with a signed pre-key that we don't have");
    }
    Optional<Curve25519KeyPair> oneTime = Optional.empty();
    if (first.preKeyId().isPresent()) {
      oneTime = ownKeys.findOneTime(first.preKeyId().getAsLong());
      if (oneTime.isEmpty()) {
        return new Opening.Unreadable("sealed with a one-time pre-key that is spent");
      }
    }
    SessionState begun = Handshake.answer(own.keyPair(), signedPreKey.get(), oneTime, first);
    // In no earlier session, where a message could be read that this beginning is not from.
    Opening opening = open(peer, withCurrent(peer, begun), List.of(begun), message);
    if (opening instanceof Opening.Opened) {
      ownKeys.removeOneTime(first.preKeyId());
      identities.put(peer.user(), first.identityKey());
    }
    return opening;
  }

  /// Tries the current session, then the earlier ones: the other side may not yet know of ours.
  private Opening open(DeviceAddress peer, SessionRecord record, SignalMessage message) {
    return open(peer, record, record.states(), message);
  }

  private Opening open(
      DeviceAddress peer, SessionRecord record, List<SessionState> tried, SignalMessage message) {
    Opening refusal = new Opening.Unreadable("of no session that we have");
    for (SessionState state : tried) {
      switch (Ratchet.read(state, own.keyPair().publicKey(), message, random)) {
        case Ratchet.RatchetRead.Decrypted(var next, var plaintext) -> {
          Optional<Curve25519PublicKey> other = identities.findOther(peer.user(), state.peer());
          if (other.isPresent()) {
            return new Opening.FromOtherIdentity(other.get(), state.peer());
          }
          put(peer, record.promoted(state, next));
          return new Opening.Opened(plaintext);
        }
        case Ratchet.RatchetRead.Repeated() -> {
          return new Opening.Duplicate();
        }
        case Ratchet.RatchetRead.Undecryptable(var why) -> {
          if (state.equals(record.current())) {
            refusal = new Opening.Unreadable(why);
          }
        }
      }
    }
    return refusal;
  }

  private byte[] first(
      SessionState state, SessionState.UnansweredStart begun, Ratchet.Written written) {
    return new PreKeySignalMessage(
            own.registrationId(),
            begun.preKeyId(),
            begun.signedPreKeyId(),
            state.baseKey(),
            own.keyPair().publicKey(),
            written.message())
        .toBytes();
  }

  private static Envelope envelope(Envelope.Type type, byte[] message) {
    return new Envelope(type, Optional.empty(), message);
  }

  private SessionRecord withCurrent(DeviceAddress peer, SessionState begun) {
    return find(peer)
        .map(record -> record.archivedFor(begun))
        .orElseGet(() -> SessionRecord.of(begun));
  }

  private Optional<SessionRecord> findUsable(DeviceAddress peer) {
    return find(peer)
        .filter(record -> identities.findOther(peer.user(), record.current().peer()).isEmpty());
  }

  private Optional<SessionRecord> find(DeviceAddress peer) {
    return records.find(Kinds.SESSION, peer.toString()).map(SessionRecord::parse);
  }

  private void put(DeviceAddress peer, SessionRecord record) {
    records.put(Kinds.SESSION, peer.toString(), record.toBytes());
  }
}
