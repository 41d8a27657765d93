package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;

/// A Curve25519 key pair: agrees on secrets (X25519) and signs (XEdDSA). Keeps its private half to
/// itself but for [#privateBytes()]. Immutable.
public final class Curve25519KeyPair {
  private static final int PRIVATE_BYTES = 32;
  private static final PublicKey BASE_POINT = basePoint();
  // XEdDSA's hash1: 2^256 - 2 in 32 bytes comes before what is hashed.
  private static final byte[] HASH_1 = hash1();

  private final byte[] secret;
  private final Curve25519PublicKey publicKey;

  private Curve25519KeyPair(byte[] secret, Curve25519PublicKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
  }

  public static Curve25519KeyPair generate() {
    return generate(new SecureRandom());
  }

  static Curve25519KeyPair generate(RandomGenerator random) {
    byte[] secret = new byte[PRIVATE_BYTES];
    random.nextBytes(secret);
    return ofPrivate(secret);
  }

  /// The pair of a private key. Its bits are clamped, for not every client does so before it agrees
  /// on a secret: a pair that is handed on must not depend on it.
  ///
  /// @throws IllegalArgumentException when it is not 32 bytes
  public static Curve25519KeyPair ofPrivate(byte[] privateKey) {
    if (privateKey.length != PRIVATE_BYTES) {
      throw new IllegalArgumentException("a private key has 32 bytes");
    }
    byte[] secret = privateKey.clone();
    secret[0] &= (byte) 0xf8;
    secret[31] &= 0x7f;
    secret[31] |= 0x40;
    byte[] u = agree(secret, BASE_POINT);
    return new Curve25519KeyPair(secret, Curve25519PublicKey.findRaw(u).orElseThrow());
  }

  /// The pair of two halves that this class has written.
  static Curve25519KeyPair ofHalves(byte[] secret, Curve25519PublicKey publicKey) {
    if (secret.length != PRIVATE_BYTES) {
      throw new IllegalArgumentException("a private key has 32 bytes");
    }
    return new Curve25519KeyPair(secret.clone(), publicKey);
  }

  public Curve25519PublicKey publicKey() {
    return publicKey;
  }

  /// The private half, 32 bytes, clamped: to be kept, or handed to another device of the same user.
  public byte[] privateBytes() {
    return secret.clone();
  }

  /// The 32 bytes that only this pair and the owner of `peer` can compute.
  byte[] agree(Curve25519PublicKey peer) {
    return agree(secret, peer.x25519());
  }

  /// Signs, so that [Curve25519PublicKey#verifies] holds.
  byte[] sign(byte[] message, RandomGenerator random) {
    byte[] chance = new byte[64];
    random.nextBytes(chance);
    byte[] a = EdwardsPoint.baseTimes(secret).toBytes();
    byte[] nonce = Scalar.reduce(sha512(HASH_1, secret, message, chance));
    byte[] r = EdwardsPoint.baseTimes(nonce).toBytes();
    byte[] challenge = Scalar.reduce(sha512(r, a, message));
    byte[] s = Scalar.multiplyAndAdd(challenge, secret, nonce);
    s[31] |= (byte) (a[31] & 0x80);
    Arrays.fill(nonce, (byte) 0);
    Arrays.fill(chance, (byte) 0);
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(s, 0, signature, 32, 32);
    return signature;
  }

  private static byte[] agree(byte[] secret, PublicKey peer) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("X25519")
              .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret));
      var agreement = KeyAgreement.getInstance("X25519");
      agreement.init(key);
      agreement.doPhase(peer, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static PublicKey basePoint() {
    try {
      return KeyFactory.getInstance("X25519")
          .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.valueOf(9)));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static byte[] sha512(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static byte[] hash1() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 0xff);
    bytes[0] = (byte) 0xfe;
    return bytes;
  }

  /// Equal when it is the same pair; as long as it takes to compare public keys, which decide it.
  @Override
  public boolean equals(Object other) {
    return other instanceof Curve25519KeyPair that && publicKey.equals(that.publicKey);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return "the pair of " + publicKey;
  }
}
