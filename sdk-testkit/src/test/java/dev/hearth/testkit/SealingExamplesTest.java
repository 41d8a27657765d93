package dev.hearth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.crypto.AttachmentKey;
import dev.hearth.sdk.crypto.EncryptedBox;
import dev.hearth.sdk.crypto.SealedAttachment;
import dev.hearth.sdk.crypto.SealingStream;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Opening;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.StoreKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples in the documentation of what seals and keeps: what is between `@start` and `@end`
/// is shown there.
class SealingExamplesTest {
  @TempDir private Path folder;

  @Test
  void two_devices_in_a_session() {
    var alice = new DeviceAddress(UserId.random(), SessionId.random());
    var bob = new DeviceAddress(UserId.random(), SessionId.random());

    // @start region="session"
    var bobs = SignalDevice.create(bob.user(), OwnIdentity.generate(), ClientStore.inMemory());
    var left = bobs.makePreKeys(100);

    var alices = SignalDevice.create(alice.user(), OwnIdentity.generate(), ClientStore.inMemory());
    alices.begin(
        new PreKeyBundle(
            bob.user(),
            bob.session(),
            bobs.identity().registrationId(),
            left.identity(),
            left.signed(),
            left.oneTime().stream().findFirst()));
    Sealing sealed = alices.seal(bob, "Hello, Bob".getBytes(UTF_8));
    // @end

    assertThat(read(bobs, alice, ((Sealing.SealedEnvelope) sealed).envelope()))
        .isEqualTo("Hello, Bob");
    assertThat(alices.findSafetyNumber(bob.user()))
        .isEqualTo(bobs.findSafetyNumber(alice.user()))
        .isPresent();
  }

  private static String read(SignalDevice device, DeviceAddress sender, Envelope envelope) {
    var conversation = ConversationId.random();
    // @start region="open"
    return switch (device.open(conversation, sender, envelope)) {
      case Opening.Opened(byte[] plaintext) -> new String(plaintext, UTF_8);
      case Opening.Duplicate() -> "(shown already)";
      case Opening.NoKey() -> "(asked for its key)";
      case Opening.FromOtherIdentity changed -> "(from another identity key: is it them?)";
      case Opening.Unreadable(String why) -> "(unreadable: " + why + ")";
    };
    // @end
  }

  @Test
  void a_file_that_is_sealed_and_opened() throws Exception {
    Path file = Files.writeString(folder.resolve("plan.txt"), "Up the hill");
    Path uploaded = folder.resolve("uploaded");
    Path opened = folder.resolve("opened.txt");

    // @start region="file"
    var key = AttachmentKey.generate();
    byte[] digest;
    try (var sealing = new SealingStream(Files.newInputStream(file), key)) {
      Files.copy(sealing, uploaded);
      digest = sealing.digest();
    }

    SealedAttachment.AttachmentOpening opening;
    try (var blob = Files.newInputStream(uploaded)) {
      opening = new SealedAttachment(key, digest, 10_000_000).open(blob, opened);
    }
    // @end

    assertThat(opening)
        .isEqualTo(new SealedAttachment.AttachmentOpening.OpenedFile(Files.size(file)));
    assertThat(opened).hasSameTextualContentAs(file);
  }

  @Test
  void a_message_that_is_sealed_for_a_bot() {
    Ed25519KeyPair persons = SessionKeyPair.generate();
    Ed25519KeyPair bots = SessionKeyPair.generate();
    var person = SessionId.random();
    var bot = SessionId.random();

    // @start region="box"
    var recipient = EncryptedBox.Recipient.find(bot, bots.key().x25519()).orElseThrow();
    var message =
        new EncryptedBox(person, persons)
            .seal("ENCRYPTED_TEXT", "Hello, bot".getBytes(UTF_8), List.of(recipient));

    var opening = new EncryptedBox(bot, bots).open(message);
    // @end

    assertThat(opening)
        .isInstanceOfSatisfying(
            EncryptedBox.BoxOpening.OpenedBox.class,
            opened -> assertThat(opened.payload()).asString(UTF_8).isEqualTo("Hello, bot"));
  }

  @Test
  void a_store_in_which_all_of_it_happens_or_nothing() {
    var store = ClientStore.inMemory();

    // @start region="transaction"
    var drafts = new Kind("example.draft", 100);
    Optional<byte[]> before =
        store.inTransaction(records -> {
          var found = records.find(drafts, "Bob");
          records.put(drafts, "Bob", "See you at".getBytes(UTF_8));
          return found;
        });
    // @end

    assertThat(before).isEmpty();
    assertThat(store.<List<String>>inTransaction(records -> records.names(drafts)))
        .containsExactly("Bob");
  }

  @Test
  void a_store_under_another_passphrase() {
    Path file = folder.resolve("store.db");
    char[] passphrase = "correct horse".toCharArray();
    char[] newPassphrase = "battery staple".toCharArray();
    ClientStore.sqlite(file, StoreKey.ofPassphrase(passphrase)).close();

    // @start region="passphrase"
    ClientStore.changeKey(
        file, StoreKey.ofPassphrase(passphrase), StoreKey.ofPassphrase(newPassphrase));
    // @end

    try (var store = ClientStore.sqlite(file, StoreKey.ofPassphrase(newPassphrase))) {
      assertThat(SignalDevice.isIn(store)).isFalse();
    }
  }
}
