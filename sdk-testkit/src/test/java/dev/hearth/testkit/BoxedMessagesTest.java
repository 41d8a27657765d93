package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `ENCRYPTED_…` between people and bots, while devices come and go.
@ExtendWith(HearthExtension.class)
class BoxedMessagesTest {
  private HearthServer hearth;
  private Keystore alice;
  private Keystore vault;
  private ConversationId conversation;

  @BeforeEach
  void meet(HearthServer hearth) {
    this.hearth = hearth;
    alice = hearth.person("Alice");
    vault = hearth.bot("Vault", "ENCRYPTED");
    conversation = conversation(alice);
  }

  @Test
  void a_person_and_a_bot_talk_on_all_of_the_persons_devices() throws Exception {
    try (var phone = hearth.online(alice);
        var tablet = hearth.online(hearth.anotherDevice(alice));
        var bot = hearth.online(vault)) {
      say(phone, "Keep this");
      expect(bot, "Keep this", alice);
      expect(tablet, "Keep this", alice);

      say(bot, "Kept");
      expect(phone, "Kept", vault);
      expect(tablet, "Kept", vault);
    }
  }

  @Test
  void a_persons_message_is_sealed_for_devices_that_came_since_and_not_for_those_that_went()
      throws Exception {
    try (var phone = hearth.online(alice);
        var bot = hearth.online(vault)) {
      assertSealedForAlicesPresentDevices(phone, alice, bot);
    }
  }

  @Test
  void a_bots_message_is_sealed_for_devices_that_came_since_and_not_for_those_that_went()
      throws Exception {
    try (var phone = hearth.online(alice);
        var bot = hearth.online(vault)) {
      assertSealedForAlicesPresentDevices(bot, vault, phone);
    }
  }

  private void assertSealedForAlicesPresentDevices(OnlineUser from, Keystore author, OnlineUser to)
      throws Exception {
    say(from, "One device");
    expect(to, "One device", author);

    var tablet = hearth.anotherDevice(alice);
    try (var added = hearth.online(tablet)) {
      say(from, "Two devices");
      expect(to, "Two devices", author);
      expect(added, "Two devices", author);
    }

    hearth.signOut(tablet);
    say(from, "One again");
    expect(to, "One again", author);
  }

  @Test
  void a_device_that_came_later_does_not_read_what_was_said_before() throws Exception {
    try (var phone = hearth.online(alice)) {
      say(phone, "Before");
      var later = hearth.anotherDevice(vault);
      try (var bot = hearth.online(vault);
          var second = hearth.online(later)) {
        expect(bot, "Before", alice);
        say(phone, "After");

        IncomingMessage next = second.next();
        while (!next.category().equals("PLAIN_TEXT")) {
          assertThat(next.protection()).isEqualTo(Protection.NONE);
          next = second.next();
        }
        assertThat(next.text()).isEqualTo("After");
      }
    }
  }

  @Test
  void everybody_in_a_group_reads_what_a_bot_says_once() throws Exception {
    var bob = hearth.person("Bob");
    var group = hearth.group(alice, "Safe", bob, vault);
    try (var bot = hearth.online(vault);
        var one = hearth.online(alice);
        var other = hearth.online(bob)) {
      var message = sealed(group, "To all");
      assertThat(bot.client().send(message)).isInstanceOf(Sent.Accepted.class);
      assertThat(bot.client().send(message)).isInstanceOf(Sent.Accepted.class);
      assertThat(one.client().send(sealed(group, "Heard"))).isInstanceOf(Sent.Accepted.class);

      expect(one, "To all", vault);
      expect(other, "To all", vault);
      expect(other, "Heard", alice);
      expect(bot, "Heard", alice);
    }
  }

  @Test
  void a_message_that_nobody_could_read_is_refused() throws Exception {
    var gone = hearth.person("Gone");
    var contact = conversation(gone);
    hearth.signOut(gone);
    var nowhere = ConversationId.ofContact(vault.userId(), new UserId(UUID.randomUUID()));

    try (var bot = hearth.online(vault)) {
      assertThat(bot.client().send(sealed(contact, "Hello?"))).isInstanceOf(Sent.Refused.class);
      assertThat(bot.client().send(sealed(nowhere, "Hello?"))).isInstanceOf(Sent.Refused.class);
    }
  }

  @Test
  void one_sees_of_a_bot_whether_it_takes_what_is_encrypted(HearthServer hearth) {
    var plain = hearth.bot("Plain");
    try (var client = hearth.client(alice)) {
      assertThat(client.api().findUser(vault.userId()).orElseThrow().takesEncrypted()).isTrue();
      assertThat(client.api().findUser(plain.userId()).orElseThrow().takesEncrypted()).isFalse();
      assertThat(client.api().me().takesEncrypted()).isFalse();
    }
  }

  private ConversationId conversation(Keystore person) {
    try (var client = hearth.client(person)) {
      return client.api().createContact(vault.userId()).id();
    }
  }

  private void say(OnlineUser user, String text) throws InterruptedException {
    assertThat(user.client().send(sealed(conversation, text))).isInstanceOf(Sent.Accepted.class);
  }

  private static OutgoingMessage sealed(ConversationId conversation, String text) {
    return OutgoingMessage.text(conversation, text).protectedBy(Protection.ENCRYPTED);
  }

  private static void expect(OnlineUser listener, String text, Keystore author)
      throws InterruptedException {
    IncomingMessage message = listener.next();
    assertThat(message.text()).isEqualTo(text);
    assertThat(message.category()).isEqualTo("PLAIN_TEXT");
    assertThat(message.protection()).isEqualTo(Protection.ENCRYPTED);
    assertThat(message.author()).isEqualTo(author.userId());
  }
}
