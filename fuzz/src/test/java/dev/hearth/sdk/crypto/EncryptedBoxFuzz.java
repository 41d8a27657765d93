package dev.hearth.sdk.crypto;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// An `ENCRYPTED_` message from anybody: it opens to the sealed text, or not at all.
public final class EncryptedBoxFuzz {
  private static final String TEXT = "ENCRYPTED_TEXT";
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final SessionId SESSION = new SessionId(new UUID(1, 2));
  private static final Ed25519KeyPair PAIR = pair();
  private static final EncryptedBox BOX = new EncryptedBox(SESSION, PAIR);

  private EncryptedBoxFuzz() {}

  private static Ed25519KeyPair pair() {
    if (SessionKeyPair.parse("07".repeat(32)).orElseThrow() instanceof Ed25519KeyPair pair) {
      return pair;
    }
    throw new AssertionError("a seed is an Ed25519 key");
  }

  public static List<byte[]> seeds() {
    var key = Curve25519PublicKey.findRaw(PAIR.key().x25519Bytes()).orElseThrow();
    return List.of(
        BOX.seal(TEXT, HELLO, List.of(new EncryptedBox.Recipient(SESSION, key))).toBytes());
  }

  public static void fuzzerTestOneInput(byte[] payload) {
    if (Encrypted.parse(TEXT, payload) instanceof Reading.Understood<Encrypted>(var encrypted)
        && BOX.open(encrypted) instanceof EncryptedBox.BoxOpening.OpenedBox(var opened)
        && !Arrays.equals(opened, HELLO)) {
      throw new AssertionError("an invented message is opened");
    }
  }
}
