package dev.hearth.chat.directory.account;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.RsaKey;
import dev.hearth.protocol.key.SessionKey;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.MGF1ParameterSpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/// The server's own key pair: from it and from its own key, a client derives what hides a PIN.
/// Clients remember the public half, so it stays the same for as long as the data folder lives.
public final class ServerKey {
  private static final String FILE = "server.key";

  private final Ed25519KeyPair pair;

  private ServerKey(Ed25519KeyPair pair) {
    this.pair = pair;
  }

  /// The key of this data folder; made on the first start, in a file only its owner can read.
  ///
  /// @throws StartRefused when the file is gone or damaged, or holds something else
  public static ServerKey in(DataFolder folder) {
    String content = folder.key(FILE, () -> SessionKeyPair.generate().seedHex() + "\n");
    try {
      return new ServerKey(Ed25519KeyPair.ofSeed(HexFormat.of().parseHex(content.strip())));
    } catch (IllegalArgumentException _) {
      // Without the cause, which would quote the file.
      throw new StartRefused(folder.file(FILE) + " doesn't hold a key: 64 hex digits");
    }
  }

  /// A key that is in no file.
  public static ServerKey generate() {
    return new ServerKey(SessionKeyPair.generate());
  }

  static ServerKey of(Ed25519KeyPair pair) {
    return new ServerKey(pair);
  }

  /// The public half: `server_public_key`.
  public Ed25519Key publicKey() {
    return pair.key();
  }

  /// The `pin_token` of a session, in standard base64, padded: the X25519 form of our public key;
  /// or for RSA, a secret of the session's own in a box that only its key opens.
  String pinToken(SessionId session, SessionKey key) {
    return switch (key) {
      case RsaKey rsa -> WireBase64.standard(boxed(session, rsa));
      case Ed25519Key _ -> WireBase64.standard(pair.key().x25519Bytes());
    };
  }

  private byte[] boxed(SessionId session, RsaKey key) {
    try {
      var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      byte[] label = session.toString().getBytes(StandardCharsets.UTF_8);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key.publicKey(),
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label)));
      return cipher.doFinal(pinSecret(session));
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  /// The AES key that a session hides its PINs with, 32 bytes; empty when its key is one of the few
  /// with which no secret can be shared.
  public Optional<byte[]> pinKey(Session session) {
    return switch (session.key()) {
      case RsaKey _ -> Optional.of(pinSecret(session.id()));
      case Ed25519Key key -> shared(key);
    };
  }

  private Optional<byte[]> shared(Ed25519Key key) {
    try {
      return Optional.of(pair.sharedSecret(key));
    } catch (IllegalArgumentException weakPeer) {
      return Optional.empty();
    }
  }

  /// A secret that goes into the hash of every PIN: a thief of the database can't try PINs without
  /// this key.
  public byte[] pinPepper() {
    return derived("pin pepper");
  }

  /// The AES key of an RSA session's PIN, 32 bytes. Derived, so that it need not be stored.
  byte[] pinSecret(SessionId session) {
    return derived("pin " + session);
  }

  /// The id of the server's notice about something: the same each time, and nobody else can compute
  /// it, so that nobody can use it first.
  public MessageId noticeAbout(UUID thing) {
    var bits = ByteBuffer.wrap(derived("notice about " + thing));
    long high = (bits.getLong() & ~0xF000L) | 0x4000L; // as random ids have it
    long low = (bits.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new MessageId(new UUID(high, low));
  }

  private byte[] derived(String purpose) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(pair.seedHex()), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }
}
