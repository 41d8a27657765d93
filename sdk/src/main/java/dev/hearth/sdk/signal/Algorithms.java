package dev.hearth.sdk.signal;

import dev.hearth.sdk.kdf.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Signal's algorithms from the JDK: HMAC-SHA256, HKDF-SHA256, AES-256 in CBC mode with PKCS#7.
final class Algorithms {
  static final int HASH_BYTES = 32;

  private Algorithms() {}

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// RFC 5869. Where Signal knows no salt it takes 32 zero bytes, which is what no salt means.
  static byte[] hkdf(byte[] secret, byte[] salt, String info, int length) {
    return Hkdf.derive(secret, salt, info.getBytes(StandardCharsets.US_ASCII), length);
  }

  static byte[] hkdf(byte[] secret, String info, int length) {
    return hkdf(secret, new byte[HASH_BYTES], info, length);
  }

  static byte[] encrypt(byte[] key, byte[] iv, byte[] plaintext) {
    try {
      return cbc(Cipher.ENCRYPT_MODE, key, iv).doFinal(plaintext);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// Empty when the ciphertext has a wrong length or padding. Only for what a MAC or a signature
  /// has vouched for: otherwise the difference would tell an attacker what is inside.
  static Optional<byte[]> decrypt(byte[] key, byte[] iv, byte[] ciphertext) {
    try {
      return Optional.of(cbc(Cipher.DECRYPT_MODE, key, iv).doFinal(ciphertext));
    } catch (GeneralSecurityException notWhatWasEncrypted) {
      return Optional.empty();
    }
  }

  private static Cipher cbc(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher;
  }
}
