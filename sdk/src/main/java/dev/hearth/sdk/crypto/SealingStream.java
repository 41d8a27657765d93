package dev.hearth.sdk.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;

/// A file as it is uploaded, sealed while it is read:
///
/// ```
/// initialisation vector, 16 | AES-256-CBC of the file | HMAC-SHA256 of all before, 32
/// ```
///
/// For one thread. Holds 64 KiB of the file at a time.
public final class SealingStream extends InputStream {
  static final int IV_BYTES = 16;
  static final int MAC_BYTES = 32;
  static final int PIECE_BYTES = 1 << 16;

  private static final int BLOCK_BYTES = 16;

  private final InputStream file;
  private final Cipher cipher;
  private final Mac mac;
  private final MessageDigest digest;
  private final byte[] piece = new byte[PIECE_BYTES];
  private byte[] ready;
  private int at;
  private boolean atEnd;

  /// @param file read to its end, and closed with this
  public SealingStream(InputStream file, AttachmentKey key) {
    this(file, key, iv());
  }

  SealingStream(InputStream file, AttachmentKey key, byte[] iv) {
    this.file = file;
    try {
      cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key.cipherKey(), new IvParameterSpec(iv));
      mac = Mac.getInstance("HmacSHA256");
      mac.init(key.macKey());
      digest = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
    ready = covered(iv.clone());
  }

  /// How many bytes a file of `size` bytes becomes.
  public static long sealedSize(long size) {
    return IV_BYTES + BLOCK_BYTES * (size / BLOCK_BYTES + 1) + MAC_BYTES;
  }

  /// SHA-256 of all that was read from here: the `digest` in the message.
  ///
  /// @throws IllegalStateException before the end was read
  public byte[] digest() {
    if (!atEnd || at < ready.length) {
      throw new IllegalStateException("not read to its end");
    }
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? Byte.toUnsignedInt(ready[at++]) : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, ready.length - at);
    System.arraycopy(ready, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean fill() throws IOException {
    while (at == ready.length && !atEnd) {
      int count = file.readNBytes(piece, 0, piece.length);
      at = 0;
      ready = count == piece.length ? covered(cipher.update(piece)) : last(count);
    }
    return at < ready.length;
  }

  private byte[] last(int count) {
    atEnd = true;
    try {
      byte[] sealed = covered(cipher.doFinal(piece, 0, count));
      byte[] end = new byte[sealed.length + MAC_BYTES];
      System.arraycopy(sealed, 0, end, 0, sealed.length);
      byte[] tag = mac.doFinal();
      digest.update(tag);
      System.arraycopy(tag, 0, end, sealed.length, MAC_BYTES);
      return end;
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private byte[] covered(byte[] sealed) {
    mac.update(sealed);
    digest.update(sealed);
    return sealed;
  }

  private static byte[] iv() {
    byte[] iv = new byte[IV_BYTES];
    new SecureRandom().nextBytes(iv);
    return iv;
  }
}
