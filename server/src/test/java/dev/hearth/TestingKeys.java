package dev.hearth;

import dev.hearth.protocol.key.Curve25519;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.SignedPreKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The keys of an account, as its devices leave them.
///
/// The signatures are Ed25519's with the sign of the point in the highest bit, which is what XEdDSA
/// makes, too.
public final class TestingKeys {
  private final KeyPair pair;
  private final byte[] edwards;
  private final Curve25519PublicKey identity;

  private TestingKeys(KeyPair pair) {
    this.pair = pair;
    byte[] encoded = pair.getPublic().getEncoded();
    this.edwards = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    this.identity =
        Curve25519.toX25519(edwards).flatMap(Curve25519PublicKey::findRaw).orElseThrow();
  }

  public static TestingKeys generate() {
    try {
      return new TestingKeys(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  public Curve25519PublicKey identity() {
    return identity;
  }

  public SignedPreKey signed(long id) {
    Curve25519PublicKey key = generate().identity;
    return new SignedPreKey(id, key, sign(key.toBytes()));
  }

  /// An upload with fresh one-time keys of the numbers `from` to `to`, `to` not among them.
  public PreKeyUpload upload(int from, int to) {
    return upload(IntStream.range(from, to).mapToObj(TestingKeys::oneTime).toList());
  }

  public PreKeyUpload upload(List<OneTimePreKey> oneTime) {
    return new PreKeyUpload(identity, signed(77), oneTime);
  }

  public static OneTimePreKey oneTime(long id) {
    return new OneTimePreKey(id, generate().identity);
  }

  private byte[] sign(byte[] message) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(message);
      byte[] signature = signer.sign();
      signature[63] |= (byte) (edwards[31] & 0x80);
      return signature;
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
