package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.PreKeyBundle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// X3DH, as libsignal does it in version 3: two devices agree on the beginning of a session, while
/// only one of them is there.
final class Handshake {
  private static final int SECRET_BYTES = 32;

  private Handshake() {}

  /// The session that one begins with the keys that another has left.
  static SessionState begin(Curve25519KeyPair own, PreKeyBundle bundle, RandomGenerator random) {
    Curve25519PublicKey signedPreKey = bundle.signed().key();
    var base = Curve25519KeyPair.generate(random);
    var ratchet = Curve25519KeyPair.generate(random);
    Optional<byte[]> fourth = bundle.oneTime().map(oneTime -> base.agree(oneTime.key()));
    RootKey.Grown begun =
        RootKey.begin(
            master(
                own.agree(signedPreKey),
                base.agree(bundle.identity()),
                base.agree(signedPreKey),
                fourth));
    RootKey.Grown turned = begun.root().turn(ratchet, signedPreKey);
    return new SessionState(
        bundle.identity(),
        base.publicKey(),
        turned.root(),
        ratchet,
        turned.chain(),
        List.of(new SessionState.Receiving(signedPreKey, begun.chain())),
        0,
        Optional.of(
            new SessionState.UnansweredStart(
                bundle
                    .oneTime()
                    .map(oneTime -> OptionalLong.of(oneTime.id()))
                    .orElse(OptionalLong.empty()),
                bundle.signed().id())));
  }

  /// The same session, on the side of the other.
  static SessionState answer(
      Curve25519KeyPair own,
      Curve25519KeyPair signedPreKey,
      Optional<Curve25519KeyPair> oneTimePreKey,
      PreKeySignalMessage first) {
    RootKey.Grown begun =
        RootKey.begin(
            master(
                signedPreKey.agree(first.identityKey()),
                own.agree(first.baseKey()),
                signedPreKey.agree(first.baseKey()),
                oneTimePreKey.map(oneTime -> oneTime.agree(first.baseKey()))));
    return new SessionState(
        first.identityKey(),
        first.baseKey(),
        begun.root(),
        signedPreKey,
        begun.chain(),
        List.of(),
        0,
        Optional.empty());
  }

  /// 32 bytes of ff, which no key can be, and what was agreed on; all of it is wiped but the
  /// result.
  private static byte[] master(byte[] first, byte[] second, byte[] third, Optional<byte[]> fourth) {
    byte[] ones = new byte[SECRET_BYTES];
    Arrays.fill(ones, (byte) 0xff);
    ByteBuffer out = ByteBuffer.allocate(SECRET_BYTES * (fourth.isPresent() ? 5 : 4));
    out.put(ones).put(first).put(second).put(third);
    fourth.ifPresent(out::put);
    for (byte[] secret : List.of(first, second, third, fourth.orElse(new byte[0]))) {
      Arrays.fill(secret, (byte) 0);
    }
    return out.array();
  }
}
