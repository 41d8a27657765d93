package dev.hearth.sdk.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;

/// An attachment as it was uploaded, and what the message says about it. Made by a [SealingStream].
///
/// {@snippet class="dev.hearth.testkit.SealingExamplesTest" region="file" :
///
/// var key = AttachmentKey.generate();
/// byte[] digest;
/// try (var sealing = new SealingStream(Files.newInputStream(file), key)) {
///   Files.copy(sealing, uploaded);
///   digest = sealing.digest();
/// }
///
/// SealedAttachment.AttachmentOpening opening;
/// try (var blob = Files.newInputStream(uploaded)) {
///   opening = new SealedAttachment(key, digest, 10_000_000).open(blob, opened);
/// }
/// }
public final class SealedAttachment {
  private static final int IV_BYTES = SealingStream.IV_BYTES;
  private static final int MAC_BYTES = SealingStream.MAC_BYTES;

  private final AttachmentKey key;
  private final byte[] digest;
  private final long mostBytes;

  /// @param digest SHA-256 of all that was uploaded
  /// @param mostBytes how long the file may be: what the message says
  public SealedAttachment(AttachmentKey key, byte[] digest, long mostBytes) {
    this.key = key;
    this.digest = digest.clone();
    this.mostBytes = mostBytes;
  }

  /// The outcome of opening the attachment.
  public sealed interface AttachmentOpening {
    /// @param size of the file, in bytes
    record OpenedFile(long size) implements AttachmentOpening {}

    /// It is not what was uploaded, or not sealed with this key.
    record NotAsUploaded() implements AttachmentOpening {}

    /// There is more of it than the message says; nobody read on.
    record TooLong() implements AttachmentOpening {}
  }

  /// Opens `blob`, read to its end, into `target`, which gets in its place once the MAC and the
  /// digest have held, and is otherwise as it was: nobody sees a byte that nobody vouches for.
  /// Holds 64 KiB at a time.
  ///
  /// @param target in a folder that may be written to
  /// @throws IOException when `blob` can't be read or `target` not be written
  public AttachmentOpening open(InputStream blob, Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no file can be there");
    }
    // Beside it, for a move within a folder is all or nothing; only its owner may read it.
    Path draft = Files.createTempFile(folder, ".attachment-", ".part");
    try {
      AttachmentOpening opening;
      try (OutputStream out = Files.newOutputStream(draft)) {
        opening = open(blob, out);
      }
      if (opening instanceof AttachmentOpening.OpenedFile) {
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return opening;
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private AttachmentOpening open(InputStream blob, OutputStream out)
      throws IOException, GeneralSecurityException {
    byte[] iv = blob.readNBytes(IV_BYTES);
    if (iv.length < IV_BYTES) {
      return new AttachmentOpening.NotAsUploaded();
    }
    var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.DECRYPT_MODE, key.cipherKey(), new IvParameterSpec(iv));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(key.macKey());
    var whole = MessageDigest.getInstance("SHA-256");
    mac.update(iv);
    whole.update(iv);
    long most = SealingStream.sealedSize(mostBytes) - IV_BYTES;
    // The last bytes of what was read so far may be the MAC.
    byte[] piece = new byte[SealingStream.PIECE_BYTES + MAC_BYTES];
    int held = 0;
    long read = 0;
    long size = 0;
    while (true) {
      int count = blob.readNBytes(piece, held, piece.length - held);
      held += count;
      read += count;
      if (read > most) {
        return new AttachmentOpening.TooLong();
      }
      if (held < piece.length) {
        break;
      }
      int sure = held - MAC_BYTES;
      mac.update(piece, 0, sure);
      whole.update(piece, 0, sure);
      byte[] plain = cipher.update(piece, 0, sure);
      out.write(plain);
      size += plain.length;
      System.arraycopy(piece, sure, piece, 0, MAC_BYTES);
      held = MAC_BYTES;
    }
    if (held < MAC_BYTES) {
      return new AttachmentOpening.NotAsUploaded();
    }
    int sealed = held - MAC_BYTES;
    mac.update(piece, 0, sealed);
    whole.update(piece, 0, held);
    byte[] tag = Arrays.copyOfRange(piece, sealed, held);
    if (!MessageDigest.isEqual(mac.doFinal(), tag)
        || !MessageDigest.isEqual(whole.digest(), digest)) {
      return new AttachmentOpening.NotAsUploaded();
    }
    try {
      byte[] plain = cipher.doFinal(piece, 0, sealed);
      size += plain.length;
      if (size > mostBytes) {
        return new AttachmentOpening.TooLong();
      }
      out.write(plain);
      return new AttachmentOpening.OpenedFile(size);
    } catch (GeneralSecurityException wronglyPadded) {
      return new AttachmentOpening.NotAsUploaded();
    }
  }
}
