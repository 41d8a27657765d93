package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.SignedPreKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The device's own keys, in one transaction.
final class OwnKeys {
  // As the apps: ids go round within 24 bits, and never are 0.
  private static final int MOST_IDS = 0xff_fffe;

  private final Records records;

  OwnKeys(Records records) {
    this.records = records;
  }

  Optional<OwnIdentity> findIdentity() {
    return findOwn().map(OwnKeys::identity);
  }

  void create(OwnIdentity identity, RandomGenerator random) {
    put(identity, random.nextInt(MOST_IDS) + 1, random.nextInt(MOST_IDS) + 1);
  }

  /// Makes and stores a signed pre-key and `count` one-time ones. Earlier ones stay: messages that
  /// were sealed with them may still be on their way.
  PreKeyUpload add(int count, RandomGenerator random) {
    ProtobufFields own = findOwn().orElseThrow();
    OwnIdentity identity = identity(own);
    int oneTimeId = own.count(3).orElseThrow();
    int signedId = own.count(4).orElseThrow();
    List<OneTimePreKey> oneTime = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      var pair = Curve25519KeyPair.generate(random);
      put(Kinds.ONE_TIME_PRE_KEY, oneTimeId, pair);
      oneTime.add(new OneTimePreKey(oneTimeId, pair.publicKey()));
      oneTimeId = after(oneTimeId);
    }
    var signed = Curve25519KeyPair.generate(random);
    put(Kinds.SIGNED_PRE_KEY, signedId, signed);
    byte[] signature = identity.keyPair().sign(signed.publicKey().toBytes(), random);
    put(identity, oneTimeId, after(signedId));
    return new PreKeyUpload(
        identity.keyPair().publicKey(),
        new SignedPreKey(signedId, signed.publicKey(), signature),
        oneTime);
  }

  /// Whether {@link #add} has ever been called.
  boolean any() {
    return findSigned(before(findOwn().orElseThrow().count(4).orElseThrow())).isPresent();
  }

  Optional<Curve25519KeyPair> findSigned(long id) {
    return find(Kinds.SIGNED_PRE_KEY, id);
  }

  Optional<Curve25519KeyPair> findOneTime(long id) {
    return find(Kinds.ONE_TIME_PRE_KEY, id);
  }

  void removeOneTime(OptionalLong id) {
    id.ifPresent(it -> records.remove(Kinds.ONE_TIME_PRE_KEY, name(it)));
  }

  void put(Kind kind, long id, Curve25519KeyPair pair) {
    records.put(kind, name(id), KeyPairBytes.of(pair));
  }

  private Optional<Curve25519KeyPair> find(Kind kind, long id) {
    return records.find(kind, name(id)).map(KeyPairBytes::parse);
  }

  private Optional<ProtobufFields> findOwn() {
    return records
        .find(Kinds.OWN, "identity")
        .map(bytes -> ProtobufFields.parse(bytes).orElseThrow());
  }

  private void put(OwnIdentity identity, int nextOneTimeId, int nextSignedId) {
    byte[] own =
        new ProtobufWriter()
            .bytes(1, KeyPairBytes.of(identity.keyPair()))
            .number(2, identity.registrationId())
            .number(3, nextOneTimeId)
            .number(4, nextSignedId)
            .toBytes();
    records.put(Kinds.OWN, "identity", own);
  }

  private static OwnIdentity identity(ProtobufFields own) {
    return new OwnIdentity(
        KeyPairBytes.parse(own.bytes(1).orElseThrow()), own.count(2).orElseThrow());
  }

  private static String name(long id) {
    return Long.toString(id);
  }

  private static int after(int id) {
    return id % MOST_IDS + 1;
  }

  private static int before(int id) {
    return id == 1 ? MOST_IDS : id - 1;
  }
}
