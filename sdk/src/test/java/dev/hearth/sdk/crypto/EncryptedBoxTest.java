package dev.hearth.sdk.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EncryptedBoxTest {
  private static final String TEXT = "ENCRYPTED_TEXT";
  private static final JsonNode VECTOR = CryptoVectors.of("encrypted");

  private final Person bot = new Person();
  private final Person phone = new Person();
  private final Person desktop = new Person();

  @Test
  void it_seals_as_the_other_implementations_do() {
    Deque<byte[]> chance = new ArrayDeque<>();
    chance.add(CryptoVectors.hex(VECTOR, "key"));
    List<EncryptedBox.Recipient> recipients = new ArrayList<>();
    for (JsonNode each : VECTOR.get("recipients")) {
      chance.add(CryptoVectors.hex(each, "iv"));
      recipients.add(
          EncryptedBox.Recipient.find(session(each), each.get("public_key").stringValue())
              .orElseThrow());
    }
    chance.add(CryptoVectors.hex(VECTOR, "nonce"));
    Ed25519KeyPair sender = pair(VECTOR.get("sender"));

    Encrypted sealed =
        new EncryptedBox(SessionId.random(), sender, new Scripted(chance))
            .seal(TEXT, text("hello mixin"), recipients);

    assertThat(sealed.sender()).isEqualTo(CryptoVectors.hex(VECTOR.get("sender"), "x25519"));
    assertThat(WireBase64.rawUrl(sealed.toBytes())).isEqualTo(VECTOR.get("data").stringValue());
  }

  @Test
  void it_opens_what_other_implementations_have_sealed() {
    for (JsonNode each : VECTOR.get("recipients")) {
      assertThat(open(session(each), pair(each), VECTOR)).isEqualTo(text("hello mixin"));
    }
    JsonNode flutter = CryptoVectors.of("encrypted_by_flutter");
    assertThat(open(session(flutter), pair(flutter), flutter)).isEqualTo(text("hello mixin"));
  }

  @Test
  void each_session_it_is_sealed_for_opens_it_and_no_other() {
    Encrypted sealed =
        bot.box().seal(TEXT, text("hi"), List.of(phone.recipient(), desktop.recipient()));

    assertThat(phone.open(sealed)).isEqualTo(text("hi"));
    assertThat(desktop.open(sealed)).isEqualTo(text("hi"));
    assertThat(new Person().box().open(sealed))
        .isInstanceOf(EncryptedBox.BoxOpening.NotForUs.class);
    var wrongKey = new EncryptedBox(phone.session, new Person().pair);
    assertThat(wrongKey.open(sealed)).isInstanceOf(EncryptedBox.BoxOpening.UnreadableBox.class);
  }

  @Test
  void boxes_that_other_implementations_have_sealed_open_for_nobody_else() {
    byte[] data = WireBase64.decode(VECTOR.get("data").stringValue()).orElseThrow();
    Encrypted message = Encrypted.parse(TEXT, data).understood().orElseThrow();
    JsonNode first = VECTOR.at("/recipients/0");
    JsonNode second = VECTOR.at("/recipients/1");

    assertThat(new EncryptedBox(SessionId.random(), pair(first)).open(message))
        .isInstanceOf(EncryptedBox.BoxOpening.NotForUs.class);
    assertThat(new EncryptedBox(session(second), pair(first)).open(message))
        .isInstanceOf(EncryptedBox.BoxOpening.UnreadableBox.class);
    assertThat(new EncryptedBox(session(first), pair(second)).open(message))
        .isInstanceOf(EncryptedBox.BoxOpening.UnreadableBox.class);
    byte[] later = data.clone();
    later[0] = 2;
    assertThat(Encrypted.parse(TEXT, later).understood()).isEmpty();
  }

  @Test
  void no_bit_of_what_other_implementations_have_sealed_can_be_turned() {
    byte[] data = WireBase64.decode(VECTOR.get("data").stringValue()).orElseThrow();
    int sessions = VECTOR.get("recipients").size();
    var reader =
        new EncryptedBox(session(VECTOR.at("/recipients/0")), pair(VECTOR.at("/recipients/0")));
    for (int bit = 8 * (35 + 64 * sessions); bit < 8 * data.length; bit++) {
      byte[] damaged = data.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));

      Encrypted message = Encrypted.parse(TEXT, damaged).understood().orElseThrow();
      assertThat(reader.open(message))
          .as("bit %d", bit)
          .isInstanceOf(EncryptedBox.BoxOpening.UnreadableBox.class);
    }
  }

  @Test
  void a_damaged_box_is_not_opened() {
    byte[] good = bot.box().seal(TEXT, text("hi"), List.of(phone.recipient())).toBytes();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = good.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));

      if (Encrypted.parse(TEXT, damaged) instanceof Reading.Understood<Encrypted>(var message)) {
        EncryptedBox.BoxOpening opening = phone.box().open(message);
        assertThat(opening).isNotInstanceOf(EncryptedBox.BoxOpening.OpenedBox.class);
      }
    }
  }

  @Test
  void a_session_without_a_key_can_not_be_sealed_for() {
    assertThat(EncryptedBox.Recipient.find(SessionId.random(), "")).isEmpty();
    assertThat(EncryptedBox.Recipient.find(SessionId.random(), "AAAA")).isEmpty();
    // Of low order: everybody knows what it makes of any key.
    assertThat(EncryptedBox.Recipient.find(SessionId.random(), WireBase64.rawUrl(new byte[32])))
        .isEmpty();
    assertThatThrownBy(
            () -> bot.box().seal(TEXT, text("hi"), List.of(phone.recipient(), phone.recipient())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] open(SessionId session, Ed25519KeyPair pair, JsonNode vector) {
    byte[] data = WireBase64.decode(vector.get("data").stringValue()).orElseThrow();
    Encrypted message = Encrypted.parse(TEXT, data).understood().orElseThrow();
    return opened(new EncryptedBox(session, pair).open(message));
  }

  private static byte[] opened(EncryptedBox.BoxOpening opening) {
    assertThat(opening).isInstanceOf(EncryptedBox.BoxOpening.OpenedBox.class);
    return ((EncryptedBox.BoxOpening.OpenedBox) opening).payload();
  }

  private static SessionId session(JsonNode vector) {
    return SessionId.of(vector.get("session").stringValue());
  }

  private static Ed25519KeyPair pair(JsonNode vector) {
    return Ed25519KeyPair.ofSeed(CryptoVectors.hex(vector, "seed"));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Person {
    private final SessionId session = SessionId.random();
    private final Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(seed());

    EncryptedBox box() {
      return new EncryptedBox(session, pair);
    }

    EncryptedBox.Recipient recipient() {
      return new EncryptedBox.Recipient(
          session, Curve25519PublicKey.findRaw(pair.key().x25519Bytes()).orElseThrow());
    }

    byte[] open(Encrypted sealed) {
      return opened(box().open(sealed));
    }

    private static byte[] seed() {
      byte[] seed = new byte[32];
      new Random().nextBytes(seed);
      return seed;
    }
  }

  /// The random bytes that a vector was made with.
  private record Scripted(Deque<byte[]> chance) implements RandomGenerator {
    @Override
    public void nextBytes(byte[] wanted) {
      byte[] next = chance.removeFirst();
      assertThat(next).hasSameSizeAs(wanted);
      System.arraycopy(next, 0, wanted, 0, wanted.length);
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }
}
