package dev.hearth.sdk.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/// The key an attachment's bytes are sealed with: an AES-256 key and a MAC key, 32 bytes each. Each
/// attachment has its own; it is the `key` in the message.
public final class AttachmentKey {
  private static final int HALF = 32;

  private final byte[] bytes;

  private AttachmentKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public static AttachmentKey generate() {
    byte[] bytes = new byte[2 * HALF];
    new SecureRandom().nextBytes(bytes);
    return new AttachmentKey(bytes);
  }

  /// The key in these bytes; empty when they are not 64.
  public static Optional<AttachmentKey> find(byte[] bytes) {
    return bytes.length == 2 * HALF
        ? Optional.of(new AttachmentKey(bytes.clone()))
        : Optional.empty();
  }

  /// The 64 bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  SecretKeySpec cipherKey() {
    return new SecretKeySpec(bytes, 0, HALF, "AES");
  }

  SecretKeySpec macKey() {
    return new SecretKeySpec(bytes, HALF, HALF, "HmacSHA256");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttachmentKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "the key of an attachment";
  }
}
