package dev.hearth.sdk.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.ClientOptions.NewDevices;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.store.ClientStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoxesTest {
  private static final ConversationId CONVERSATION =
      ConversationId.of("4fe7719e-a953-333f-9e6a-8f2ff61581c1");
  private static final OutgoingMessage HELLO =
      OutgoingMessage.text(CONVERSATION, "Hello").protectedBy(Protection.ENCRYPTED);

  private final Keystore alice = keystore(SessionKeyPair.generate());
  private final Keystore bot = keystore(SessionKeyPair.generate());
  private final Boxes alices = new Boxes(alice, known());
  private final Boxes bots = new Boxes(bot, known());

  @Test
  void a_user_it_was_sealed_for_reads_it() {
    var opened = bots.open(pushed(alice, "ENCRYPTED_TEXT", sealed(device(alice), device(bot))));

    assertThat(opened.text()).isEqualTo("Hello");
    assertThat(opened.category()).isEqualTo("PLAIN_TEXT");
    assertThat(opened.protection()).isEqualTo(Protection.ENCRYPTED);
  }

  @Test
  void a_box_that_is_not_for_us_damaged_or_of_an_unknown_kind_stays_as_it_is() {
    byte[] forBot = sealed(device(bot));
    byte[] damaged = forBot.clone();
    damaged[damaged.length - 1] ^= 1;

    for (var pushed :
        List.of(
            pushed(alice, "ENCRYPTED_TEXT", sealed(device(keystore(SessionKeyPair.generate())))),
            pushed(alice, "ENCRYPTED_TEXT", damaged),
            pushed(alice, "ENCRYPTED_TEXT", new byte[] {1, 2, 3}),
            pushed(alice, "ENCRYPTED_FEELING", forBot),
            pushed(alice, "SIGNAL_TEXT", forBot))) {
      assertThat(bots.open(pushed)).isSameAs(pushed);
    }
  }

  @Test
  void a_box_that_names_another_key_than_that_of_the_session_it_came_from_stays_closed() {
    var mallory = keystore(SessionKeyPair.generate());
    var pushed = pushed(mallory, "ENCRYPTED_TEXT", sealed(device(bot)));

    bots.seal(HELLO, List.of(device(mallory)));

    assertThat(bots.open(pushed)).isSameAs(pushed);
  }

  @Test
  void the_key_of_the_first_box_of_a_session_is_the_one_to_answer_with() {
    bots.open(pushed(alice, "ENCRYPTED_TEXT", sealed(device(bot))));
    String another = keystore(SessionKeyPair.generate()).keyPair().key().x25519();

    assertThat(bots.seal(HELLO, List.of(new Device(alice.userId(), alice.sessionId(), another))))
        .isEqualTo(new Sealed.KeysInDoubt(Set.of(alice.userId())));
    assertThat(bots.seal(HELLO, List.of(device(alice)))).isInstanceOf(Sealed.Box.class);
  }

  @Test
  void a_message_is_sealed_for_all_devices_or_for_none() {
    var rsa = device(keystore(SessionKeyPair.generateRsa()));
    var many = Stream.generate(() -> device(keystore(SessionKeyPair.generate()))).limit(511);

    assertThat(alices.seal(HELLO, List.of(device(bot), rsa))).isInstanceOf(Sealed.Impossible.class);
    assertThat(alices.seal(HELLO, List.of(device(alice)))).isInstanceOf(Sealed.Impossible.class);
    assertThat(alices.seal(HELLO, many.toList())).isInstanceOf(Sealed.Impossible.class);
  }

  @Test
  void a_session_with_an_rsa_key_seals_and_opens_nothing() {
    var old = new Boxes(keystore(SessionKeyPair.generateRsa()), known());
    var pushed = pushed(alice, "ENCRYPTED_TEXT", sealed(device(bot)));

    assertThat(old.seal(HELLO, List.of(device(bot)))).isInstanceOf(Sealed.Impossible.class);
    assertThat(old.open(pushed)).isSameAs(pushed);
  }

  private byte[] sealed(Device... devices) {
    return ((Sealed.Box) alices.seal(HELLO, List.of(devices))).payload();
  }

  private static Device device(Keystore keystore) {
    return new Device(keystore.userId(), keystore.sessionId(), keystore.keyPair().key().x25519());
  }

  private static Keystore keystore(SessionKeyPair pair) {
    var user = new UserId(UUID.randomUUID());
    var session = new SessionId(UUID.randomUUID());
    return pair instanceof Ed25519KeyPair ed25519
        ? Keystore.of(user, session, ed25519, ed25519.key())
        : new Keystore(user, session, pair, "", "");
  }

  private static IncomingMessage pushed(Keystore by, String category, byte[] payload) {
    return new IncomingMessage(
        MessageId.random(),
        CONVERSATION,
        by.userId(),
        Optional.of(by.sessionId()),
        category,
        payload,
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        Instant.EPOCH,
        false,
        Protection.NONE,
        false);
  }

  private static KnownDevices known() {
    return new KnownDevices(
        ClientStore.inMemory(), true, NewDevices.USED, new TrustReports((_, _) -> {}));
  }
}
