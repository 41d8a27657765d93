package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A secret that one device hands to another, which has shown it a key. It is sealed with a key
/// pair made for this one use, and does not name its sender.
///
/// ```
/// body = version 1 | iv 16 | AES-256-CBC | HMAC-SHA256 of all before
/// ```
///
/// @param key the public half of the pair it was sealed with
public record DeviceSeal(
    Curve25519PublicKey key, @SuppressWarnings("ArrayRecordComponent") byte[] body) {

  /// How long what is sealed may be.
  public static final int MOST_BYTES = 4_096;

  private static final String INFO = "Mixin Provisioning Message";
  private static final byte VERSION = 1;
  private static final int IV_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int LEAST_BODY = 1 + IV_BYTES + 16 + Algorithms.HASH_BYTES;
  private static final int MOST_BODY = LEAST_BODY + MOST_BYTES;

  public DeviceSeal {
    body = body.clone();
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  /// Seals something for the owner of a key.
  ///
  /// @throws IllegalArgumentException when it is longer than [#MOST_BYTES]
  public static DeviceSeal seal(Curve25519PublicKey recipient, byte[] plaintext) {
    return seal(recipient, plaintext, new SecureRandom());
  }

  static DeviceSeal seal(Curve25519PublicKey recipient, byte[] plaintext, RandomGenerator random) {
    if (plaintext.length > MOST_BYTES) {
      throw new IllegalArgumentException("more than " + MOST_BYTES + " bytes to seal");
    }
    var pair = Curve25519KeyPair.generate(random);
    byte[] keys = keys(pair, recipient);
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    byte[] sealed = Algorithms.encrypt(Arrays.copyOf(keys, KEY_BYTES), iv, plaintext);
    byte[] body = new byte[1 + IV_BYTES + sealed.length + Algorithms.HASH_BYTES];
    body[0] = VERSION;
    System.arraycopy(iv, 0, body, 1, IV_BYTES);
    System.arraycopy(sealed, 0, body, 1 + IV_BYTES, sealed.length);
    byte[] mac = mac(keys, Arrays.copyOf(body, body.length - Algorithms.HASH_BYTES));
    System.arraycopy(mac, 0, body, body.length - Algorithms.HASH_BYTES, Algorithms.HASH_BYTES);
    return new DeviceSeal(pair.publicKey(), body);
  }

  /// The secret that was sealed for `recipient`; empty when it was for another device, or changed
  /// on the way.
  public Optional<byte[]> open(Curve25519KeyPair recipient) {
    if (body.length < LEAST_BODY || body.length > MOST_BODY || body[0] != VERSION) {
      return Optional.empty();
    }
    byte[] keys = keys(recipient, key);
    int end = body.length - Algorithms.HASH_BYTES;
    byte[] mac = Arrays.copyOfRange(body, end, body.length);
    if (!MessageDigest.isEqual(mac(keys, Arrays.copyOf(body, end)), mac)) {
      return Optional.empty();
    }
    return Algorithms.decrypt(
        Arrays.copyOf(keys, KEY_BYTES),
        Arrays.copyOfRange(body, 1, 1 + IV_BYTES),
        Arrays.copyOfRange(body, 1 + IV_BYTES, end));
  }

  /// The key of the cipher, and behind it that of the MAC.
  private static byte[] keys(Curve25519KeyPair own, Curve25519PublicKey other) {
    return Algorithms.hkdf(own.agree(other), INFO, 2 * KEY_BYTES);
  }

  private static byte[] mac(byte[] keys, byte[] authenticated) {
    return Algorithms.hmac(Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES), authenticated);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeviceSeal that
        && key.equals(that.key)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(body);
  }
}
