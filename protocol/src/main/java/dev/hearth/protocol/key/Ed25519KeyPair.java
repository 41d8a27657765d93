package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/// An Ed25519 key pair, made of a seed of 32 bytes.
public final class Ed25519KeyPair implements SessionKeyPair {
  private static final int SEED_BYTES = 32;

  private final byte[] seed;
  private final Ed25519Key key;
  private final PrivateKey privateKey;

  private Ed25519KeyPair(byte[] seed, Ed25519Key key, PrivateKey privateKey) {
    this.seed = seed;
    this.key = key;
    this.privateKey = privateKey;
  }

  static Ed25519KeyPair generate() {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return ofSeed(seed);
  }

  /// The pair that grows from `seed`.
  ///
  /// @throws IllegalArgumentException when it is not 32 bytes
  public static Ed25519KeyPair ofSeed(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes");
    }
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      // The JDK has no other way from a seed to its public key: a pair is made of what it takes for
      // chance.
      generator.initialize(NamedParameterSpec.ED25519, new Foreseen(seed));
      KeyPair pair = generator.generateKeyPair();
      var privateKey = (EdECPrivateKey) pair.getPrivate();
      if (!Arrays.equals(privateKey.getBytes().orElseThrow(), seed)) {
        throw new IllegalStateException("this JDK makes its keys in another way");
      }
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(x509, x509.length - Ed25519Key.BYTES, x509.length);
      return new Ed25519KeyPair(seed.clone(), Ed25519Key.find(raw).orElseThrow(), privateKey);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// The pair in a seed of 32 bytes, or in 64 with the public key; empty when they are neither or
  /// don't belong together.
  static Optional<Ed25519KeyPair> find(byte[] bytes) {
    if (bytes.length != SEED_BYTES && bytes.length != SEED_BYTES + Ed25519Key.BYTES) {
      return Optional.empty();
    }
    Ed25519KeyPair pair = ofSeed(Arrays.copyOf(bytes, SEED_BYTES));
    byte[] rest = Arrays.copyOfRange(bytes, SEED_BYTES, bytes.length);
    return rest.length == 0 || Arrays.equals(rest, pair.key.raw())
        ? Optional.of(pair)
        : Optional.empty();
  }

  /// The seed in hex: the spelling of `session_private_key`.
  public String seedHex() {
    return HexFormat.of().formatHex(seed);
  }

  /// Seed and public key as raw-url base64: the spelling of `private_key`.
  public String expanded() {
    return WireBase64.rawUrl(Bytes.join(seed, key.raw()));
  }

  /// The 32 bytes that only this pair and the owner of `peer` can compute.
  public byte[] sharedSecret(Ed25519Key peer) {
    return sharedSecret(peer.x25519Bytes());
  }

  /// The same, with a peer of whom only the X25519 key is known.
  ///
  /// @param peer 32 bytes
  /// @throws IllegalArgumentException when the secret would be one that everybody knows
  public byte[] sharedSecret(byte[] peer) {
    byte[] hash = new byte[0];
    try {
      hash = MessageDigest.getInstance("SHA-512").digest(seed);
      var factory = KeyFactory.getInstance("X25519");
      var agreement = KeyAgreement.getInstance("X25519");
      agreement.init(
          factory.generatePrivate(
              new XECPrivateKeySpec(NamedParameterSpec.X25519, Arrays.copyOf(hash, 32))));
      var u = Curve25519.number(peer);
      agreement.doPhase(
          factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException weakPeer) {
      throw new IllegalArgumentException("no secret can be shared with this key", weakPeer);
    } finally {
      Arrays.fill(hash, (byte) 0);
    }
  }

  @Override
  public Ed25519Key key() {
    return key;
  }

  @Override
  public PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return "the pair of " + key;
  }

  /// Not random at all.
  private static final class Foreseen extends SecureRandom {
    private final byte[] bytes;

    Foreseen(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] wanted) {
      System.arraycopy(bytes, 0, wanted, 0, wanted.length);
    }
  }
}
