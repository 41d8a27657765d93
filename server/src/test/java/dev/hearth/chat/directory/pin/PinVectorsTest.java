package dev.hearth.chat.directory.pin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.pin.Pins.PinCheck;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.key.Ed25519KeyPair;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PINs that clients of the protocol have hidden.
class PinVectorsTest {
  private static final Ed25519KeyPair SESSION = pair("15");
  private static final Ed25519KeyPair SERVER = pair("21");
  private static final Ed25519KeyPair TIP = pair("2c");
  private static final long TIME = 1_700_000_000L;
  private static final long ITERATOR = 1_700_000_000_123_456_789L;
  private static final String DIGITS =
      "UFFSU1RVVldYWVpbXF1eX6nMJl17GiI16Isss9lUy5BGVliwoE4UuA2xmbxP2xY-";
  private static final String SIGNED =
      "UFFSU1RVVldYWVpbXF1eX6nWJzmX6K2UMzmeIOwe5vOIP5o48mrVO04r0Y7ckjMEYrnhGjpJAkEccZwpfZQJlwnfG"
          + "1nu29rIai1jMxj7w5I3ciQmnfMP8QLm96NFRmTbPl4oWPDdKVLSpL-om4R71A";

  @TempDir private Path folder;

  @Test
  void the_keys_are_theirs() {
    assertThat(SESSION.key().hex())
        .isEqualTo("d54207da194977dcf46adbfec2bc2e75b52d5a8a42184fedfdc00024f0e3e8da");
    assertThat(SERVER.key().x25519()).isEqualTo("kxqtAwrZPT_4BCaZMk_bIwWFvk2vUAJm6qS490dUP1A");
    assertThat(TIP.key().hex())
        .isEqualTo("9475c6cf0eda34057528d8694781ecc92ad639d7e2bd27761ed3ef74924beb07");
    assertThat(HexFormat.of().formatHex(shared()))
        .isEqualTo("cff022d9140b321fc7e61bd055ac70781c47820e194807dbe2579d7f17caa51c");
  }

  @Test
  void hidden_digits_are_opened() {
    assertThat(HiddenPin.open(shared(), DIGITS))
        .contains(
            new HiddenPin(
                new HiddenPin.SentDigits("123456"), Instant.ofEpochSecond(TIME), ITERATOR));
  }

  @Test
  void either_alphabet_is_read_with_and_without_padding() {
    byte[] box = WireBase64.decode(DIGITS).orElseThrow();

    assertThat(HiddenPin.open(shared(), WireBase64.standard(box))).isPresent();
    assertThat(HiddenPin.open(shared(), WireBase64.rawUrl(box) + "==")).isPresent();
  }

  @Test
  void a_key_signs_the_same_bytes_as_before() {
    assertThat(new String(TipBody.verifying(ITERATOR).bytes(), US_ASCII))
        .isEqualTo("TIP:VERIFY:00000000000001700000000123456789");
  }

  @Test
  void digits_and_a_signature_of_theirs_are_right() {
    var clock = new TestingClock(Instant.ofEpochSecond(TIME));
    try (var data = DataFolder.open(folder.resolve("data"));
        var database =
            TestingDatabase.in(
                folder,
                Outbox.MIGRATIONS,
                Accounts.MIGRATIONS,
                Conversations.MIGRATIONS,
                Pins.MIGRATIONS)) {
      data.writeSecret("server.key", SERVER.seedHex());
      var stamps = new PositionClock(clock);
      var directory = new Directory(database, stamps);
      var accounts = new Accounts(directory, ServerKey.in(data));
      var pins = new Pins(directory, accounts, clock, _ -> 0, 64 << 10);
      var byDigits = device(accounts);
      var bySignature = device(accounts);
      var hidden = new TestingPin(SESSION, SERVER.key(), clock);

      pins.update(byDigits, "", hidden.digits("123456"), TipBody.verifying(0));
      assertThat(pins.verify(byDigits, DIGITS, TipBody.verifying(0))).isEqualTo(PinCheck.RIGHT);
      assertThat(pins.verify(byDigits, DIGITS, TipBody.verifying(0))).isEqualTo(PinCheck.WRONG);

      pins.update(bySignature, "", hidden.newKey(TIP, 1), TipBody.verifying(0));
      assertThat(pins.verify(bySignature, SIGNED, TipBody.verifying(ITERATOR)))
          .isEqualTo(PinCheck.RIGHT);
      assertThat(pins.verify(bySignature, SIGNED, TipBody.verifying(ITERATOR)))
          .isEqualTo(PinCheck.WRONG);
    }
  }

  private static Caller device(Accounts accounts) {
    var user = accounts.registerPerson("Alice");
    var session = accounts.openSession(user.id(), SESSION.key(), "Android");
    return new Caller(user.id(), session.id(), false, session.createdAt());
  }

  private static byte[] shared() {
    return SESSION.sharedSecret(SERVER.key());
  }

  private static Ed25519KeyPair pair(String repeated) {
    return Ed25519KeyPair.ofSeed(HexFormat.of().parseHex(repeated.repeat(32)));
  }
}
