package dev.hearth.sdk.signal;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.store.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The sender keys of conversations, our own and others', in one transaction.
final class SenderKeys {
  /// How many of a device's keys are kept for messages that come late: as in libsignal.
  static final int MOST_STATES = 5;

  private static final int IV_BYTES = 16;
  private static final int CIPHER_BYTES = 32;

  private final Records records;
  private final RandomGenerator random;

  SenderKeys(Records records, RandomGenerator random) {
    this.records = records;
    this.random = random;
  }

  /// Our own key as it is now, to be handed out; made first if there isn't one.
  byte[] handOut(ConversationId conversation) {
    SenderKeyState state =
        find(own(conversation)).stream().findFirst().orElseGet(() -> create(conversation));
    return new SenderKeyDistribution(
            state.keyId(), state.chain(), state.signingKey(), Optional.of(conversation.toString()))
        .toBytes();
  }

  /// Forgets our own key: the next one is handed out to those who are there then.
  void forgetOwn(ConversationId conversation) {
    records.remove(Kinds.SENDER_KEY, own(conversation));
  }

  /// Forgets all keys that devices of this user have handed us.
  void forgetOf(UserId user) {
    String infix = "/" + user + "/";
    for (String name : records.names(Kinds.SENDER_KEY)) {
      if (name.contains(infix)) {
        records.remove(Kinds.SENDER_KEY, name);
      }
    }
  }

  boolean hasOwn(ConversationId conversation) {
    return !find(own(conversation)).isEmpty();
  }

  /// Keeps what [#handOut] of another device has made.
  ///
  /// @return false when it is something else, or the key of another conversation: then what is said
  ///   there could be shown as said here
  boolean accept(ConversationId conversation, DeviceAddress sender, byte[] written) {
    Optional<SenderKeyDistribution> handed =
        SenderKeyDistribution.parse(written).filter(it -> isOf(conversation, sender, it));
    handed.ifPresent(it -> accept(name(conversation, sender), it));
    return handed.isPresent();
  }

  /// As the key itself says; when it doesn't, a key is of the conversation that it first came for.
  private boolean isOf(
      ConversationId conversation, DeviceAddress sender, SenderKeyDistribution handed) {
    String here = conversation.toString();
    if (!handed.conversation.orElse(here).equals(here)) {
      return false;
    }
    String key = sender + "/" + WireBase64.rawUrl(handed.signingKey.toBytes());
    Optional<byte[]> home = records.find(Kinds.SENDER_KEY_HOME, key);
    if (home.isEmpty()) {
      records.put(Kinds.SENDER_KEY_HOME, key, here.getBytes(StandardCharsets.US_ASCII));
    }
    return home.map(bytes -> new String(bytes, StandardCharsets.US_ASCII).equals(here))
        .orElse(true);
  }

  Sealing seal(ConversationId conversation, byte[] plaintext) {
    List<SenderKeyState> states = find(own(conversation));
    if (states.isEmpty()) {
      return new Sealing.NoKeyToSeal();
    }
    SenderKeyState state = states.getFirst();
    Chain.Take.Taken taken = state.chain().takeNext();
    byte[] keys = keys(taken.seed());
    byte[] ciphertext = Algorithms.encrypt(cipherKey(keys), iv(keys), plaintext);
    Arrays.fill(keys, (byte) 0);
    byte[] message =
        SenderKeyMessage.write(
            state.keyId(),
            state.chain().index(),
            ciphertext,
            state.signingPair().orElseThrow(),
            random);
    put(own(conversation), List.of(state.with(taken.rest())));
    return new Sealing.SealedEnvelope(
        new Envelope(Envelope.Type.SENDER_KEY, Optional.empty(), message));
  }

  Opening open(ConversationId conversation, DeviceAddress sender, byte[] written) {
    Optional<SenderKeyMessage> message = SenderKeyMessage.parse(written);
    List<SenderKeyState> states = find(name(conversation, sender));
    if (states.isEmpty()) {
      return new Opening.NoKey();
    }
    if (message.isEmpty()) {
      return new Opening.Unreadable("no message under a sender key");
    }
    Optional<SenderKeyState> state =
        states.stream().filter(each -> each.keyId() == message.get().keyId).findFirst();
    if (state.isEmpty()) {
      return new Opening.NoKey();
    }
    if (!message.get().isSignedBy(state.get().signingKey())) {
      return new Opening.Unreadable("the signature doesn't hold");
    }
    return switch (state.get().chain().take(message.get().iteration)) {
      case Chain.Take.Spent() -> new Opening.Duplicate();
      case Chain.Take.TooFarAhead() -> new Opening.Unreadable("too far ahead of what was read");
      case Chain.Take.Taken(var seed, var rest) -> {
        byte[] keys = keys(seed);
        Optional<byte[]> plaintext =
            Algorithms.decrypt(cipherKey(keys), iv(keys), message.get().ciphertext);
        Arrays.fill(keys, (byte) 0);
        if (plaintext.isEmpty()) {
          yield new Opening.Unreadable("wrongly padded");
        }
        List<SenderKeyState> next = new ArrayList<>(states);
        next.replaceAll(each -> each.equals(state.get()) ? each.with(rest) : each);
        put(name(conversation, sender), next);
        yield new Opening.Opened(plaintext.get());
      }
    };
  }

  private void accept(String name, SenderKeyDistribution handed) {
    List<SenderKeyState> states = new ArrayList<>(find(name));
    SenderKeyState newest =
        states.stream()
            .filter(each -> each.isOf(handed))
            .findFirst()
            .map(known -> known.handedAgain(handed))
            .orElseGet(() -> SenderKeyState.of(handed));
    states.removeIf(each -> each.keyId() == handed.keyId);
    states.addFirst(newest);
    put(name, states.subList(0, Math.min(states.size(), MOST_STATES)));
  }

  private SenderKeyState create(ConversationId conversation) {
    byte[] chainKey = new byte[Algorithms.HASH_BYTES];
    random.nextBytes(chainKey);
    var pair = Curve25519KeyPair.generate(random);
    var state =
        new SenderKeyState(
            random.nextInt(Integer.MAX_VALUE),
            Chain.of(chainKey, 0),
            pair.publicKey(),
            Optional.of(pair));
    put(own(conversation), List.of(state));
    return state;
  }

  /// An initialisation vector of 16 bytes and an AES key of 32; wipes the seed.
  private static byte[] keys(byte[] seed) {
    byte[] keys = Algorithms.hkdf(seed, "WhisperGroup", IV_BYTES + CIPHER_BYTES);
    Arrays.fill(seed, (byte) 0);
    return keys;
  }

  private static byte[] iv(byte[] keys) {
    return Arrays.copyOf(keys, IV_BYTES);
  }

  private static byte[] cipherKey(byte[] keys) {
    return Arrays.copyOfRange(keys, IV_BYTES, keys.length);
  }

  private List<SenderKeyState> find(String name) {
    return records
        .find(Kinds.SENDER_KEY, name)
        .map(bytes ->
            ProtobufFields.parse(bytes).orElseThrow().all(1).stream()
                .map(SenderKeyState::parse)
                .toList())
        .orElse(List.of());
  }

  private void put(String name, List<SenderKeyState> states) {
    var out = new ProtobufWriter();
    states.forEach(each -> out.bytes(1, each.toBytes()));
    records.put(Kinds.SENDER_KEY, name, out.toBytes());
  }

  private static String own(ConversationId conversation) {
    return conversation + "/own";
  }

  private static String name(ConversationId conversation, DeviceAddress sender) {
    return conversation + "/" + sender;
  }
}
