package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.SignedPreKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.whispersystems.libsignal.DuplicateMessageException;
import org.whispersystems.libsignal.IdentityKey;
import org.whispersystems.libsignal.IdentityKeyPair;
import org.whispersystems.libsignal.InvalidKeyException;
import org.whispersystems.libsignal.NoSessionException;
import org.whispersystems.libsignal.SessionBuilder;
import org.whispersystems.libsignal.SessionCipher;
import org.whispersystems.libsignal.SignalProtocolAddress;
import org.whispersystems.libsignal.UntrustedIdentityException;
import org.whispersystems.libsignal.ecc.Curve;
import org.whispersystems.libsignal.ecc.ECPublicKey;
import org.whispersystems.libsignal.groups.GroupCipher;
import org.whispersystems.libsignal.groups.GroupSessionBuilder;
import org.whispersystems.libsignal.groups.SenderKeyName;
import org.whispersystems.libsignal.groups.state.SenderKeyRecord;
import org.whispersystems.libsignal.groups.state.SenderKeyStore;
import org.whispersystems.libsignal.protocol.CiphertextMessage;
import org.whispersystems.libsignal.protocol.PreKeySignalMessage;
import org.whispersystems.libsignal.protocol.SenderKeyDistributionMessage;
import org.whispersystems.libsignal.protocol.SignalMessage;
import org.whispersystems.libsignal.state.PreKeyRecord;
import org.whispersystems.libsignal.state.SignedPreKeyRecord;
import org.whispersystems.libsignal.state.impl.InMemorySignalProtocolStore;
import org.whispersystems.libsignal.util.KeyHelper;

/// A device of Signal's own library, of the version whose messages the apps speak.
@NullUnmarked
final class ReferenceParty implements Party {
  private final DeviceAddress address = new DeviceAddress(UserId.random(), SessionId.random());
  private final IdentityKeyPair identity = KeyHelper.generateIdentityKeyPair();
  private final InMemorySignalProtocolStore store =
      new InMemorySignalProtocolStore(identity, KeyHelper.generateRegistrationId(false));
  private final SenderKeyStore senderKeys = new InMemorySenderKeys();
  private int nextId = 1;

  IdentityKey identityKey() {
    return identity.getPublicKey();
  }

  @Override
  public DeviceAddress address() {
    return address;
  }

  @Override
  public PreKeyBundle bundle(boolean withOneTimePreKey) {
    try {
      SignedPreKeyRecord signed = KeyHelper.generateSignedPreKey(identity, nextId++);
      store.storeSignedPreKey(signed.getId(), signed);
      Optional<OneTimePreKey> oneTime = Optional.empty();
      if (withOneTimePreKey) {
        List<PreKeyRecord> made = KeyHelper.generatePreKeys(nextId++, 1);
        PreKeyRecord record = made.getFirst();
        store.storePreKey(record.getId(), record);
        oneTime =
            Optional.of(
                new OneTimePreKey(record.getId(), ours(record.getKeyPair().getPublicKey())));
      }
      return new PreKeyBundle(
          address.user(),
          address.session(),
          store.getLocalRegistrationId(),
          ours(identity.getPublicKey().getPublicKey()),
          new SignedPreKey(
              signed.getId(), ours(signed.getKeyPair().getPublicKey()), signed.getSignature()),
          oneTime);
    } catch (InvalidKeyException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Override
  public void begin(PreKeyBundle bundle) {
    try {
      var peer = new DeviceAddress(bundle.user(), bundle.session());
      Optional<OneTimePreKey> oneTime = bundle.oneTime();
      new SessionBuilder(store, theirs(peer))
          .process(
              new org.whispersystems.libsignal.state.PreKeyBundle(
                  bundle.registrationId(),
                  peer.deviceId(),
                  oneTime.map(it -> (int) it.id()).orElse(0),
                  oneTime.map(it -> theirs(it.key())).orElse(null),
                  (int) bundle.signed().id(),
                  theirs(bundle.signed().key()),
                  bundle.signed().signature(),
                  new IdentityKey(theirs(bundle.identity()))));
    } catch (InvalidKeyException | UntrustedIdentityException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Override
  public boolean hasSession(DeviceAddress peer) {
    return store.containsSession(theirs(peer));
  }

  @Override
  public Envelope seal(DeviceAddress peer, byte[] plaintext) {
    try {
      CiphertextMessage message = new SessionCipher(store, theirs(peer)).encrypt(plaintext);
      boolean first = message.getType() == CiphertextMessage.PREKEY_TYPE;
      return new Envelope(
          first ? Envelope.Type.NEW_SESSION : Envelope.Type.SESSION,
          Optional.empty(),
          message.serialize());
    } catch (UntrustedIdentityException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Override
  public Opening open(DeviceAddress sender, Envelope envelope) {
    return opening(() -> {
      var cipher = new SessionCipher(store, theirs(sender));
      return envelope.type() == Envelope.Type.NEW_SESSION
          ? cipher.decrypt(new PreKeySignalMessage(envelope.message()))
          : cipher.decrypt(new SignalMessage(envelope.message()));
    });
  }

  @Override
  public Envelope sealSenderKey(ConversationId conversation, DeviceAddress peer) {
    var handed = new GroupSessionBuilder(senderKeys).create(name(conversation, address));
    return seal(peer, handed.serialize());
  }

  @Override
  public Opening openSenderKey(
      ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return opening(() -> {
      byte[] handed = SessionsContract.opened(open(sender, envelope));
      new GroupSessionBuilder(senderKeys)
          .process(name(conversation, sender), new SenderKeyDistributionMessage(handed));
      return new byte[0];
    });
  }

  @Override
  public Envelope seal(ConversationId conversation, byte[] plaintext) {
    try {
      byte[] message = new GroupCipher(senderKeys, name(conversation, address)).encrypt(plaintext);
      return new Envelope(Envelope.Type.SENDER_KEY, Optional.empty(), message);
    } catch (NoSessionException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Override
  public Opening open(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return opening(
        () -> new GroupCipher(senderKeys, name(conversation, sender)).decrypt(envelope.message()));
  }

  private interface Reading {
    byte[] read() throws Exception;
  }

  private static Opening opening(Reading reading) {
    try {
      return new Opening.Opened(reading.read());
    } catch (DuplicateMessageException duplicate) {
      return new Opening.Duplicate();
    } catch (NoSessionException noSession) {
      return new Opening.NoKey();
    } catch (Exception refused) {
      return new Opening.Unreadable(refused.toString());
    }
  }

  private static SignalProtocolAddress theirs(DeviceAddress peer) {
    return new SignalProtocolAddress(peer.user().toString(), peer.deviceId());
  }

  private static SenderKeyName name(ConversationId conversation, DeviceAddress sender) {
    return new SenderKeyName(conversation.toString(), theirs(sender));
  }

  private static ECPublicKey theirs(Curve25519PublicKey key) {
    try {
      return Curve.decodePoint(key.toBytes(), 0);
    } catch (InvalidKeyException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static Curve25519PublicKey ours(ECPublicKey key) {
    return Curve25519PublicKey.find(key.serialize()).orElseThrow();
  }

  private static final class InMemorySenderKeys implements SenderKeyStore {
    private final Map<SenderKeyName, byte[]> records = new HashMap<>();

    @Override
    public void storeSenderKey(SenderKeyName name, SenderKeyRecord record) {
      records.put(name, record.serialize());
    }

    @Override
    public SenderKeyRecord loadSenderKey(SenderKeyName name) {
      try {
        byte[] stored = records.get(name);
        return stored == null ? new SenderKeyRecord() : new SenderKeyRecord(stored);
      } catch (java.io.IOException unexpected) {
        throw new AssertionError(unexpected);
      }
    }
  }
}
