package dev.hearth.sdk.crypto;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.payload.Encrypted;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals and opens `ENCRYPTED_…`: what bots and people tell each other so that the server can't
/// read it. A message has a key of its own, which is sealed for each session with what X25519 makes
/// of its key and ours.
///
/// Weaker than `SIGNAL_…`, and so on the wire: an attacker who gets a session's key can read all that
/// was ever sealed for it, and each session that a message is sealed for could have written it to the
/// others. Any thread may call it.
///
/// {@snippet class="dev.hearth.testkit.SealingExamplesTest" region="box" :
///
/// var recipient = EncryptedBox.Recipient.find(bot, bots.key().x25519()).orElseThrow();
/// var message =
///     new EncryptedBox(person, persons)
///         .seal("ENCRYPTED_TEXT", "Hello, bot".getBytes(UTF_8), List.of(recipient));
///
/// var opening = new EncryptedBox(bot, bots).open(message);
/// }
public final class EncryptedBox {
  // AES-128, as all implementations have it: 16 bytes, with their padding 32 once sealed.
  private static final int KEY_BYTES = 16;
  private static final int IV_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SessionId session;
  private final Ed25519KeyPair pair;
  private final RandomGenerator random;

  /// @param session our own
  /// @param pair the one that signs the session's tokens
  public EncryptedBox(SessionId session, Ed25519KeyPair pair) {
    this(session, pair, new SecureRandom());
  }

  EncryptedBox(SessionId session, Ed25519KeyPair pair, RandomGenerator random) {
    this.session = session;
    this.pair = pair;
    this.random = random;
  }

  /// A session that can be sealed for.
  public record Recipient(SessionId session, Curve25519PublicKey key) {

    /// The session with this `public_key`, base64 of 32 bytes; empty when that is not an X25519
    /// key, such as that of a session that signs with RSA.
    public static Optional<Recipient> find(SessionId session, String publicKey) {
      return WireBase64.decode(publicKey)
          .flatMap(Curve25519PublicKey::findRaw)
          .map(key -> new Recipient(session, key));
    }
  }

  /// The outcome of opening a sealed message.
  public sealed interface BoxOpening {
    record OpenedBox(@SuppressWarnings("ArrayRecordComponent") byte[] payload) implements BoxOpening {
      @Override
      public String toString() {
        return "OpenedBox";
      }
    }

    /// It is not sealed for our session.
    record NotForUs() implements BoxOpening {}

    /// It was damaged, or sealed with another key than ours.
    record UnreadableBox() implements BoxOpening {}
  }

  /// Seals `payload` for these sessions.
  ///
  /// @param category such as `ENCRYPTED_TEXT`
  /// @param payload what the `PLAIN_…` of the category carries
  /// @throws IllegalArgumentException when the sessions are more than 510 or one is named twice, or
  ///   the category is another one
  public Encrypted seal(String category, byte[] payload, List<Recipient> recipients) {
    byte[] key = bytes(KEY_BYTES);
    List<Encrypted.SealedKey> keys = new ArrayList<>();
    for (Recipient recipient : recipients) {
      keys.add(new Encrypted.SealedKey(recipient.session, wrap(key, recipient.key)));
    }
    byte[] nonce = bytes(NONCE_BYTES);
    try {
      byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, nonce).doFinal(payload);
      return new Encrypted(category, pair.key().x25519Bytes(), keys, nonce, sealed);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// Opens what somebody has sealed for our session. That its `sender()` is the key of the session
  /// that sent it is for the server, which checks it, and the caller.
  public BoxOpening open(Encrypted message) {
    Optional<byte[]> sealedKey =
        message.keys().stream()
            .filter(each -> each.session().equals(session))
            .map(Encrypted.SealedKey::key)
            .findFirst();
    if (sealedKey.isEmpty()) {
      return new BoxOpening.NotForUs();
    }
    return Curve25519PublicKey.findRaw(message.sender())
        .flatMap(sender -> open(message, sealedKey.get(), sender))
        .<BoxOpening>map(BoxOpening.OpenedBox::new)
        .orElseGet(BoxOpening.UnreadableBox::new);
  }

  private Optional<byte[]> open(Encrypted message, byte[] sealedKey, Curve25519PublicKey sender) {
    byte[] key = new byte[0];
    try {
      byte[] iv = Arrays.copyOf(sealedKey, IV_BYTES);
      key =
          cbc(Cipher.DECRYPT_MODE, sender, iv)
              .doFinal(sealedKey, IV_BYTES, sealedKey.length - IV_BYTES);
      if (key.length != KEY_BYTES) {
        return Optional.empty();
      }
      // One answer to whatever was wrong: nobody learns from us how the key was padded.
      return Optional.of(gcm(Cipher.DECRYPT_MODE, key, message.nonce()).doFinal(message.sealed()));
    } catch (GeneralSecurityException damaged) {
      return Optional.empty();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// The initialisation vector, 16 bytes, and the sealed key, 32.
  private byte[] wrap(byte[] key, Curve25519PublicKey recipient) {
    byte[] iv = bytes(IV_BYTES);
    try {
      byte[] sealed = cbc(Cipher.ENCRYPT_MODE, recipient, iv).doFinal(key);
      byte[] wrapped = Arrays.copyOf(iv, IV_BYTES + sealed.length);
      System.arraycopy(sealed, 0, wrapped, IV_BYTES, sealed.length);
      return wrapped;
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private Cipher cbc(int mode, Curve25519PublicKey peer, byte[] iv)
      throws GeneralSecurityException {
    byte[] shared = pair.sharedSecret(peer.raw());
    var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, new SecretKeySpec(shared, "AES"), new IvParameterSpec(iv));
    Arrays.fill(shared, (byte) 0);
    return cipher;
  }

  private static Cipher gcm(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
