package dev.hearth.sdk.blaze;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The ids of a bot's replies: the same reply always has the same id, also after a restart, and
/// only this bot can compute it. If others could, the sender of a message could use the id first,
/// and the server would refuse the reply. With another session key, the ids are others.
public final class ReplyIds {
  private static final String ALGORITHM = "HmacSHA256";
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

  private final SecretKeySpec secret;

  public ReplyIds(Keystore keystore) {
    secret = new SecretKeySpec(keystore.keyPair().privateKey().getEncoded(), ALGORITHM);
  }

  /// @param number 1 for the first reply to this message
  public MessageId of(MessageId message, int number) {
    String name = "hearth reply " + number + " to " + message;
    ByteBuffer hash = ByteBuffer.wrap(hash(name.getBytes(UTF_8)));
    long high = (hash.getLong() & ~0xf000L) | VERSION_8;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | VARIANT_2;
    return new MessageId(new UUID(high, low));
  }

  private byte[] hash(byte[] name) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
