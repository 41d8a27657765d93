package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Records;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// One device's end of the end-to-end encryption: seals what it says, opens what it hears.
///
/// The device seals a message of a conversation once, with its sender key for the conversation, and
/// hands that key to each other device in a session with it. Sealing and opening spend keys: each method
/// is one transaction of the [store][ClientStore], done when it returns. It sends and fetches
/// nothing; any thread may call it.
///
/// {@snippet class="dev.hearth.testkit.SealingExamplesTest" region="session" :
///
/// var bobs = SignalDevice.create(bob.user(), OwnIdentity.generate(), ClientStore.inMemory());
/// var left = bobs.makePreKeys(100);
///
/// var alices = SignalDevice.create(alice.user(), OwnIdentity.generate(), ClientStore.inMemory());
/// alices.begin(
///     new PreKeyBundle(
///         bob.user(),
///         bob.session(),
///         bobs.identity().registrationId(),
///         left.identity(),
///         left.signed(),
///         left.oneTime().stream().findFirst()));
/// Sealing sealed = alices.seal(bob, "Hello, Bob".getBytes(UTF_8));
/// }
public final class SignalDevice {
  /// How many one-time pre-keys can be made at once: the apps make 700.
  public static final int MOST_PRE_KEYS = 1000;

  private final UserId self;
  private final OwnIdentity own;
  private final ClientStore store;
  private final RandomGenerator random;

  private SignalDevice(UserId self, OwnIdentity own, ClientStore store, RandomGenerator random) {
    this.self = self;
    this.own = own;
    this.store = store;
    this.random = random;
  }

  /// A new device of `self`.
  ///
  /// @throws IllegalStateException when the store has one already
  public static SignalDevice create(UserId self, OwnIdentity identity, ClientStore store) {
    return create(self, identity, store, new SecureRandom());
  }

  static SignalDevice create(
      UserId self, OwnIdentity identity, ClientStore store, RandomGenerator random) {
    return store.inTransaction(records -> {
      var ownKeys = new OwnKeys(records);
      if (ownKeys.findIdentity().isPresent()) {
        throw new IllegalStateException("the store has the keys of a device already");
      }
      ownKeys.create(identity, random);
      return new SignalDevice(self, identity, store, random);
    });
  }

  /// The device whose keys are in the store; empty when the store has none.
  public static Optional<SignalDevice> find(UserId self, ClientStore store) {
    return store
        .inTransaction(records -> new OwnKeys(records).findIdentity())
        .map(identity -> new SignalDevice(self, identity, store, new SecureRandom()));
  }

  /// Whether there are the keys of a device in the store.
  public static boolean isIn(ClientStore store) {
    return store.inTransaction(records -> new OwnKeys(records).findIdentity()).isPresent();
  }

  /// Whether the store has an identity key of this user.
  public static boolean hasMet(ClientStore store, UserId user) {
    return store
        .inTransaction(records -> records.find(Kinds.IDENTITY, user.toString()))
        .isPresent();
  }

  public OwnIdentity identity() {
    return own;
  }

  /// Makes keys for others to begin sessions with: a signed one and `oneTime` others. They are kept
  /// for as long as the store is: what was sealed with them may come at any time.
  ///
  /// @throws IllegalArgumentException when it is not 0 to [#MOST_PRE_KEYS]
  public PreKeyUpload makePreKeys(int oneTime) {
    if (oneTime < 0 || oneTime > MOST_PRE_KEYS) {
      throw new IllegalArgumentException("not 0 to " + MOST_PRE_KEYS + " pre-keys");
    }
    return store.inTransaction(records -> new OwnKeys(records).add(oneTime, random));
  }

  /// Whether any pre-keys were made yet: without, nobody can begin a session with this device.
  public boolean hasPreKeys() {
    return store.inTransaction(records -> new OwnKeys(records).any());
  }

  /// Whether something can be sealed for this device.
  public boolean hasSession(DeviceAddress peer) {
    return inSessions(sessions -> sessions.has(peer));
  }

  /// Begins a session with a device that has left these keys. Earlier ones stay readable.
  public Beginning begin(PreKeyBundle bundle) {
    return inSessions(sessions -> sessions.begin(bundle));
  }

  /// Forgets all sessions with this device.
  public void removeSession(DeviceAddress peer) {
    inSessions(sessions -> {
      sessions.remove(peer);
      return peer;
    });
  }

  /// Seals our sender key of a conversation for one device: a `SIGNAL_KEY`. Makes the key if we
  /// have none. The device can read messages that are sealed from then on.
  public Sealing sealSenderKey(ConversationId conversation, DeviceAddress peer) {
    return store.inTransaction(records -> {
      var sessions = sessions(records);
      return sessions.has(peer)
          ? sessions.seal(peer, senderKeys(records).handOut(conversation))
          : new Sealing.NoKeyToSeal();
    });
  }

  /// Opens a `SIGNAL_KEY`, and keeps the sender key that is in it. Should there be something else
  /// in it, it is unreadable, yet what it was sealed with is spent.
  public Opening openSenderKey(
      ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return store.inTransaction(records -> {
      if (envelope.type() == Envelope.Type.SENDER_KEY) {
        return new Opening.Unreadable("a sender key sealed with a sender key");
      }
      Opening opening = open(records, conversation, sender, envelope);
      if (!(opening instanceof Opening.Opened(var handed))) {
        return opening;
      }
      // It was their message, whatever is in it: what it was sealed with is spent.
      return senderKeys(records).accept(conversation, sender, handed)
          ? new Opening.Opened(new byte[0])
          : new Opening.Unreadable("no sender key inside");
    });
  }

  /// Whether something can be sealed for this conversation.
  public boolean hasSenderKey(ConversationId conversation) {
    return store.inTransaction(records -> senderKeys(records).hasOwn(conversation));
  }

  /// Makes our own sender key for a conversation, if it has none.
  public void makeSenderKey(ConversationId conversation) {
    store.inTransaction(records -> senderKeys(records).handOut(conversation));
  }

  /// Gives up our sender key of a conversation, because somebody who has it has left: the next one
  /// is handed to those who are there.
  public void rotateSenderKey(ConversationId conversation) {
    store.inTransaction(records -> {
      senderKeys(records).forgetOwn(conversation);
      return conversation;
    });
  }

  /// Seals something for all who have our sender key of this conversation.
  public Sealing seal(ConversationId conversation, byte[] plaintext) {
    return store.inTransaction(records -> senderKeys(records).seal(conversation, plaintext));
  }

  /// Seals something for one device, in a session with it.
  public Sealing seal(DeviceAddress peer, byte[] plaintext) {
    return inSessions(sessions -> sessions.seal(peer, plaintext));
  }

  /// Seals what was said before for one device, which could not read it.
  public Sealing sealAgain(MessageId first, DeviceAddress peer, byte[] plaintext) {
    return switch (seal(peer, plaintext)) {
      case Sealing.SealedEnvelope(var envelope) -> new Sealing.SealedEnvelope(envelope.sentAgain(first));
      case Sealing.NoKeyToSeal noKey -> noKey;
    };
  }

  /// Opens a `SIGNAL_…` other than a key.
  public Opening open(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return store.inTransaction(records -> open(records, conversation, sender, envelope));
  }

  /// The identity key that is taken for this user's; empty when we never met.
  public Optional<Curve25519PublicKey> findIdentity(UserId user) {
    return store.inTransaction(records -> identities(records).find(user));
  }

  /// Accepts this identity key as the user's. If it is another key than before, our own user must
  /// decide: see [Opening.FromOtherIdentity]. The sender keys that we were handed under the old key
  /// are then forgotten. Devices that were handed our sender keys under the old key still have
  /// them: replace those with [#rotateSenderKey].
  ///
  /// @throws IllegalArgumentException when the user is our own, and the key is another
  public void acceptIdentity(UserId user, Curve25519PublicKey key) {
    store.inTransaction(records -> {
      var identities = identities(records);
      if (identities.findOther(user, key).isPresent()) {
        senderKeys(records).forgetOf(user);
      }
      identities.put(user, key);
      return user;
    });
  }

  /// The number to compare with this user; empty when we never met.
  public Optional<SafetyNumber> findSafetyNumber(UserId user) {
    return findIdentity(user).map(key -> safetyNumber(user, key));
  }

  /// The number to compare if this were the user's identity key.
  public SafetyNumber safetyNumber(UserId user, Curve25519PublicKey key) {
    return SafetyNumber.of(self, own.keyPair().publicKey(), user, key);
  }

  private Opening open(
      Records records, ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    byte[] message = envelope.message();
    return switch (envelope.type()) {
      case SESSION -> sessions(records).open(sender, message);
      case NEW_SESSION -> sessions(records).openFirst(sender, message);
      case SENDER_KEY -> senderKeys(records).open(conversation, sender, message);
    };
  }

  private <T> T inSessions(Function<Sessions, T> work) {
    return store.inTransaction(records -> work.apply(sessions(records)));
  }

  private Sessions sessions(Records records) {
    return new Sessions(records, own, new OwnKeys(records), identities(records), random);
  }

  private SenderKeys senderKeys(Records records) {
    return new SenderKeys(records, random);
  }

  private Identities identities(Records records) {
    return new Identities(records, self, own.keyPair().publicKey());
  }
}
