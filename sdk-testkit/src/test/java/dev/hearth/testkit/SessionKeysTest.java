package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.store.ClientStore;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A server that names other keys for `ENCRYPTED_…` than those of the sessions.
@ExtendWith(HearthExtension.class)
@Timeout(120)
class SessionKeysTest {
  private LyingServer liar;
  private Keystore alice;
  private Keystore vault;
  private ConversationId conversation;
  private final ClientStore store = ClientStore.inMemory();

  @BeforeEach
  void a_person_meets_a_bot(HearthServer hearth) throws Exception {
    liar = LyingServer.before(hearth);
    alice = hearth.person("Alice");
    vault = hearth.bot("Vault", "ENCRYPTED");
    try (var client = hearth.client(alice)) {
      conversation = client.api().createContact(vault.userId()).id();
    }
  }

  @AfterEach
  void close() {
    liar.close();
  }

  @Test
  void nothing_is_encrypted_for_another_key_of_a_bots_session(HearthServer hearth)
      throws Exception {
    try (var bot = hearth.online(vault)) {
      try (var a = LiedTo.open(liar, alice, store)) {
        a.say(conversation, "one");
        assertThat(bot.next().protection()).isEqualTo(Protection.ENCRYPTED);
      }
      for (String key : List.of(SessionKeyPair.generate().key().x25519(), "")) {
        liar.tells(names(key));
        try (var a = LiedTo.open(liar, alice, store)) {
          assertThat(a.say(conversation, "for somebody else"))
              .isEqualTo(new Sent.InDoubt(List.of(vault.userId())));
          assertThat(a.nextChange()).isEqualTo(vault.userId() + " " + TrustChange.SESSION_KEY);

          liar.tellsTheTruth();
          assertThat(a.say(conversation, "two")).isInstanceOf(Sent.Accepted.class);
          assertThat(bot.next().text()).isEqualTo("two");
        }
      }
    }
  }

  @Test
  void a_bots_new_session_is_told_of_and_reads(HearthServer hearth) throws Exception {
    try (var a = LiedTo.open(liar, alice, store)) {
      a.say(conversation, "one");
      try (var second = hearth.online(hearth.anotherDevice(vault))) {
        a.say(conversation, "two");

        assertThat(second.next().text()).isEqualTo("two");
        assertThat(a.nextChange()).isEqualTo(vault.userId() + " " + TrustChange.NEW_DEVICE);
      }
    }
  }

  @Test
  void a_bot_encrypts_nothing_for_another_key_of_a_persons_session(HearthServer hearth)
      throws Exception {
    try (var a = hearth.online(alice);
        var bot = HearthClient.of(vault, liar.options().forBot())) {
      bot.connect(_ -> {});
      assertThat(bot.say(conversation, "one")).isInstanceOf(Sent.Accepted.class);
      assertThat(a.next().text()).isEqualTo("one");

      // With another device there, the server answers with all that it says there are.
      var tablet = hearth.anotherDevice(alice);
      liar.tells(names(SessionKeyPair.generate().key().x25519()));
      assertThat(bot.say(conversation, "for somebody else"))
          .isEqualTo(new Sent.InDoubt(List.of(alice.userId())));

      liar.tellsTheTruth();
      try (var t = hearth.online(tablet)) {
        assertThat(bot.say(conversation, "two")).isInstanceOf(Sent.Accepted.class);
        assertThat(a.next().text()).isEqualTo("two");
        assertThat(t.next().text()).isEqualTo("two");
      }
    }
  }

  /// The keys of all sessions in answers.
  private static UnaryOperator<String> names(String key) {
    return answer ->
        answer.replaceAll("\"public_key\":\"[^\"]+\"", "\"public_key\":\"" + key + "\"");
  }
}
