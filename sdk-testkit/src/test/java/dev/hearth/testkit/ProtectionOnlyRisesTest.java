package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.StoreKey;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A server that says of others that they read nothing sealed any more.
@ExtendWith(HearthExtension.class)
@Timeout(120)
class ProtectionOnlyRisesTest {
  private HearthServer hearth;
  private LyingServer liar;
  private Keystore alice;
  private Keystore bob;
  private ConversationId conversation;
  private final ClientStore store = ClientStore.inMemory();

  @BeforeEach
  void two_people_meet(HearthServer hearth) throws Exception {
    this.hearth = hearth;
    liar = LyingServer.before(hearth);
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    conversation = hearth.contact(alice, bob);
  }

  @AfterEach
  void close() {
    liar.close();
  }

  @Test
  void a_person_who_is_said_to_be_a_bot_is_told_nothing_in_the_open(@TempDir Path folder)
      throws Exception {
    var key = StoreKey.inFile(folder.resolve("alice.key"));
    try (var b = hearth.online(bob, ClientStore.inMemory())) {
      try (var lasting = ClientStore.sqlite(folder.resolve("alice.db"), key);
          var a = LiedTo.open(liar, alice, lasting)) {
        assertThat(a.say(conversation, "sealed")).isInstanceOf(Sent.Accepted.class);
        assertThat(b.next().protection()).isEqualTo(Protection.SIGNAL);
      }
      liar.tells(isBot(bob));
      try (var lasting = ClientStore.sqlite(folder.resolve("alice.db"), key);
          var a = LiedTo.open(liar, alice, lasting)) {
        assertThat(a.say(conversation, "open?")).isEqualTo(new Sent.InDoubt(List.of(bob.userId())));
        assertThat(a.nextChange()).isEqualTo(bob.userId() + " " + TrustChange.PROTECTION);
        assertThat(a.client.protectionIn(conversation)).isEqualTo(Protection.SIGNAL);

        liar.tellsTheTruth();
        assertThat(a.say(conversation, "sealed again")).isInstanceOf(Sent.Accepted.class);
        var heard = b.next();
        assertThat(heard.text()).isEqualTo("sealed again");
        assertThat(heard.protection()).isEqualTo(Protection.SIGNAL);
      }
    }
  }

  @Test
  void a_store_of_an_earlier_version_knows_whose_keys_it_has() throws Exception {
    try (var b = hearth.online(bob, ClientStore.inMemory());
        var a = LiedTo.open(liar, alice, store)) {
      a.say(conversation, "sealed");
      assertThat(b.next().text()).isEqualTo("sealed");
    }
    for (String name : List.of("client.protection", "client.protection-in")) {
      var kind = Kind.unbounded(name);
      store.inTransaction(records -> {
        records.names(kind).forEach(each -> records.remove(kind, each));
        return kind;
      });
    }
    liar.tells(isBot(bob));

    try (var a = LiedTo.open(liar, alice, store)) {
      assertThat(a.say(conversation, "open?")).isEqualTo(new Sent.InDoubt(List.of(bob.userId())));
    }
  }

  @Test
  void a_bot_that_takes_no_more_secrets_hears_what_is_said_once_that_is_accepted()
      throws Exception {
    var vault = hearth.bot("Vault", "ENCRYPTED");
    conversation = ConversationId.ofContact(alice.userId(), vault.userId());
    try (var client = hearth.client(alice);
        var bot = hearth.online(vault)) {
      client.api().createContact(vault.userId());
      try (var a = LiedTo.open(liar, alice, store)) {
        a.say(conversation, "sealed");
        assertThat(bot.next().protection()).isEqualTo(Protection.ENCRYPTED);
      }
      liar.tells(answer -> answer.replace("\"ENCRYPTED\"", "\"IMMERSIVE\""));
      try (var a = LiedTo.open(liar, alice, store)) {
        assertThat(a.say(conversation, "open?"))
            .isEqualTo(new Sent.InDoubt(List.of(vault.userId())));
        assertThat(a.client.acceptChange(bob.userId())).isFalse();
        assertThat(a.client.acceptChange(vault.userId())).isTrue();
        assertThat(a.say(conversation, "open")).isInstanceOf(Sent.Accepted.class);

        var heard = bot.next();
        assertThat(heard.text()).isEqualTo("open");
        assertThat(heard.protection()).isEqualTo(Protection.NONE);
      }
    }
  }

  @Test
  void a_member_of_a_group_who_is_said_to_be_a_bot_reads_on() throws Exception {
    var carol = hearth.person("Carol");
    conversation = hearth.group(alice, "Garden", bob, carol);
    try (var b = hearth.online(bob, ClientStore.inMemory())) {
      try (var a = LiedTo.open(liar, alice, store)) {
        a.say(conversation, "one");
        assertThat(b.next().text()).isEqualTo("one");
      }
      // With somebody gone everybody is handed another key.
      try (var client = hearth.client(alice)) {
        client.api().removeParticipants(conversation, List.of(carol.userId()));
      }
      liar.tells(isBot(bob));
      try (var a = LiedTo.open(liar, alice, store)) {
        assertThat(a.say(conversation, "two")).isInstanceOf(Sent.Accepted.class);

        var heard = b.next();
        assertThat(heard.text()).isEqualTo("two");
        assertThat(heard.protection()).isEqualTo(Protection.SIGNAL);
        assertThat(a.nextChange()).isEqualTo(bob.userId() + " " + TrustChange.PROTECTION);
      }
    }
  }

  @Test
  void a_group_never_counts_as_a_conversation_with_a_bot_whatever_the_server_says()
      throws Exception {
    var echo = hearth.bot("Echo");
    conversation = hearth.group(alice, "Garden", echo);
    liar.tells(answer -> answer.replace("\"GROUP\"", "\"CONTACT\""));

    try (var a = LiedTo.open(liar, alice, store)) {
      assertThat(a.client.protectionIn(conversation)).isEqualTo(Protection.SIGNAL);
    }
  }

  @Test
  void a_client_without_a_store_remembers_for_as_long_as_it_runs() throws Exception {
    var vault = hearth.bot("Vault", "ENCRYPTED");
    var both = hearth.bot("Both", "ENCRYPTED");
    ConversationId second = conversationOf(both, vault);
    try (var v = hearth.online(vault);
        var bot = HearthClient.of(both, liar.options().forBot())) {
      bot.connect(_ -> {});
      bot.say(second, "sealed");
      assertThat(v.next().protection()).isEqualTo(Protection.ENCRYPTED);
      liar.tells(answer -> answer.replace("\"ENCRYPTED\"", "\"IMMERSIVE\""));

      ConversationId third = conversationOf(both, bob);
      assertThat(bot.protectionIn(third)).isEqualTo(Protection.ENCRYPTED);
    }
  }

  @Test
  void a_message_less_protected_than_before_says_so() throws Exception {
    try (var a = LiedTo.open(liar, alice, store)) {
      try (var b = hearth.online(bob, ClientStore.inMemory())) {
        b.say(conversation, "sealed");
        assertThat(a.next().weaker()).isFalse();
      }
      try (var b = hearth.online(bob)) {
        b.client().send(OutgoingMessage.text(conversation, "open"));
        var open = a.next();
        assertThat(open.text()).isEqualTo("open");
        assertThat(open.weaker()).isTrue();

        assertThat(a.client.acceptChange(bob.userId())).isTrue();
        b.client().send(OutgoingMessage.text(conversation, "open again"));
        assertThat(a.next().weaker()).isFalse();
      }
    }
  }

  @Test
  void a_bot_answers_a_message_in_the_open_as_protected_as_its_author_has_spoken()
      throws Exception {
    var vault = hearth.bot("Vault", "ENCRYPTED");
    var contact = conversationOf(alice, vault);
    try (var bot = HearthBot.of(vault, hearth.options());
        var a = hearth.online(alice)) {
      bot.onText(said -> said.reply("You said: " + said.text())).start();
      a.client().send(OutgoingMessage.text(contact, "sealed").protectedBy(Protection.ENCRYPTED));
      assertThat(a.next().protection()).isEqualTo(Protection.ENCRYPTED);

      a.client().send(OutgoingMessage.text(contact, "open"));
      var answer = a.next();
      assertThat(answer.text()).isEqualTo("You said: open");
      assertThat(answer.protection()).isEqualTo(Protection.ENCRYPTED);

      // In groups people speak to bots in the open.
      var group = hearth.group(alice, "Garden", vault);
      a.client().send(OutgoingMessage.text(group, "open to all"));
      var toAll = a.next();
      assertThat(toAll.text()).isEqualTo("You said: open to all");
      assertThat(toAll.protection()).isEqualTo(Protection.NONE);
    }
  }

  private ConversationId conversationOf(Keystore one, Keystore other) {
    try (var client = hearth.client(one)) {
      return client.api().createContact(other.userId()).id();
    }
  }

  private static UnaryOperator<String> isBot(Keystore person) {
    String user = "\"user_id\":\"" + person.userId() + "\"";
    return answer ->
        answer.replace(
            user, user + ",\"app\":{\"app_id\":\"" + person.userId() + "\",\"capabilities\":[]}");
  }
}
