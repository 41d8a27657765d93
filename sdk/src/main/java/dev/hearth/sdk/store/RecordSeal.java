package dev.hearth.sdk.store;

import dev.hearth.sdk.kdf.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Hides the names of records and seals what is in them, each so that it opens in its own place
/// only. Any thread may call it.
final class RecordSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec sealing;
  private final SecretKeySpec hiding;
  private final byte[] check;
  private final SecureRandom random = new SecureRandom();

  RecordSeal(byte[] secret, byte[] salt) {
    this.sealing = new SecretKeySpec(derive(secret, salt, "hearth store sealing"), "AES");
    this.hiding = new SecretKeySpec(derive(secret, salt, "hearth store hiding"), "HmacSHA256");
    this.check = derive(secret, salt, "hearth store check");
  }

  /// The part of a record that is sealed.
  enum Part {
    NAME("name"),
    VALUE("value");

    private final String tag;

    Part(String tag) {
      this.tag = tag;
    }
  }

  /// The bytes in the file that show whether a key is the right one. They reveal nothing about the
  /// key.
  byte[] check() {
    return check.clone();
  }

  boolean isCheck(byte[] written) {
    return MessageDigest.isEqual(check, written);
  }

  /// The name of a record as it is in the file: the same for the same kind and name.
  byte[] hide(String kind, String name) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(hiding);
      mac.update(kind.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// Nonce, ciphertext and tag of a part of the record with this hidden name.
  byte[] seal(Part part, byte[] hiddenName, byte[] plaintext) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = gcm(Cipher.ENCRYPT_MODE, nonce, part, hiddenName);
      byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plaintext.length)];
      System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
      cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// The bytes that [#seal] was given for this part of this record; empty when they were for
  /// another.
  Optional<byte[]> open(Part part, byte[] hiddenName, byte[] sealed) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      return Optional.empty();
    }
    try {
      Cipher cipher = gcm(Cipher.DECRYPT_MODE, sealed, part, hiddenName);
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (GeneralSecurityException changed) {
      return Optional.empty();
    }
  }

  private Cipher gcm(int mode, byte[] nonceFirst, Part part, byte[] hiddenName)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonceFirst, 0, NONCE_BYTES));
    cipher.updateAAD(part.tag.getBytes(StandardCharsets.US_ASCII));
    cipher.updateAAD(hiddenName);
    return cipher;
  }

  private static byte[] derive(byte[] secret, byte[] salt, String purpose) {
    return Hkdf.derive(secret, salt, purpose.getBytes(StandardCharsets.US_ASCII), StoreKey.BYTES);
  }
}
