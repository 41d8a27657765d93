package dev.hearth.sdk.kdf;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HKDF-SHA256 of RFC 5869, which the JDK has only since Java 25.
public final class Hkdf {
  private static final String MAC = "HmacSHA256";
  private static final int HASH_BYTES = 32;
  private static final int MOST_BYTES = 255 * HASH_BYTES;

  private Hkdf() {}

  /// Derives `length` bytes.
  ///
  /// @param salt may be empty, which means 32 zero bytes
  /// @param info what the bytes are for
  /// @throws IllegalArgumentException when `length` is negative or more than 8,160
  public static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length < 0 || length > MOST_BYTES) {
      throw new IllegalArgumentException("HKDF derives 0 to " + MOST_BYTES + " bytes");
    }
    try {
      Mac extract = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt);
      return expand(mac(extract.doFinal(secret)), info, length);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static byte[] expand(Mac mac, byte[] info, int length) {
    byte[] derived = new byte[length];
    byte[] block = {};
    for (int at = 0, number = 1; at < length; at += HASH_BYTES, number++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) number);
      block = mac.doFinal();
      System.arraycopy(block, 0, derived, at, Math.min(HASH_BYTES, length - at));
    }
    return derived;
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    var mac = Mac.getInstance(MAC);
    mac.init(new SecretKeySpec(key, MAC));
    return mac;
  }
}
