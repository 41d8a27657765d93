package dev.hearth.testkit;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Contact;
import dev.hearth.protocol.payload.Location;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.protocol.payload.Recall;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class SealedConversationsTest {
  private Keystore alice;
  private Keystore bob;
  private ConversationId conversation;

  @BeforeEach
  void two_people_meet(HearthServer hearth) {
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    conversation = hearth.contact(alice, bob);
  }

  @Test
  void two_people_say_what_the_server_cannot_read(HearthServer hearth) throws Exception {
    try (var a = hearth.online(alice, ClientStore.inMemory());
        var b = hearth.online(bob, ClientStore.inMemory())) {
      a.say(conversation, "Hello, Bob");
      var heard = b.next();
      b.say(conversation, Location.of(13.4, 52.5));
      var answered = a.next();
      a.say(conversation, new Contact(bob.userId()));

      assertThat(heard.text()).isEqualTo("Hello, Bob");
      assertThat(heard.category()).isEqualTo("PLAIN_TEXT");
      assertThat(heard.protection()).isEqualTo(Protection.SIGNAL);
      assertThat(answered.content()).isInstanceOf(Location.class);
      assertThat(b.next().content()).isEqualTo(new Contact(bob.userId()));
      assertThat(a.client().findSafetyNumber(bob.userId()))
          .isPresent()
          .isEqualTo(b.client().findSafetyNumber(alice.userId()));
    }
  }

  @Test
  void every_device_of_a_group_reads_what_one_says(HearthServer hearth) throws Exception {
    var carol = hearth.person("Carol");
    var identity = OwnIdentity.generate();
    var group = hearth.group(alice, "Garden", bob, carol);
    var tablet = hearth.anotherDevice(alice);

    try (var a = hearth.online(alice, storeOf(alice, identity));
        var t = hearth.online(tablet, storeOf(tablet, OwnIdentity.linked(identity.keyPair())));
        var b = hearth.online(bob, ClientStore.inMemory());
        var c = hearth.online(carol, ClientStore.inMemory())) {
      a.say(group, "one");
      c.say(group, "two");

      for (OnlineUser each : List.of(t, b)) {
        assertThat(List.of(each.next().text(), each.next().text()))
            .containsExactlyInAnyOrder("one", "two");
      }
      assertThat(a.next().text()).isEqualTo("two");
      assertThat(c.next().text()).isEqualTo("one");
    }
  }

  @Test
  void keys_that_are_too_much_for_one_request_are_handed_over_in_several(HearthServer hearth)
      throws Exception {
    var carol = hearth.person("Carol");
    var dave = hearth.person("Dave");
    var group = hearth.group(alice, "Garden", bob, carol, dave);
    // Two keys don't fit; a message does.
    var narrow = hearth.options().withBounds(new ServerBounds(1024, 2048, 1 << 20));

    try (var a = HearthClient.of(alice, ClientStore.inMemory(), narrow);
        var b = hearth.online(bob, ClientStore.inMemory());
        var c = hearth.online(carol, ClientStore.inMemory());
        var d = hearth.online(dave, ClientStore.inMemory())) {
      a.connect(_ -> {});
      assertThat(a.awaitConnected(Duration.ofSeconds(20))).isTrue();

      assertThat(a.say(group, "Hello")).isInstanceOf(Sent.Accepted.class);

      for (OnlineUser each : List.of(b, c, d)) {
        assertThat(each.next().text()).isEqualTo("Hello");
      }
    }
  }

  @Test
  void a_message_that_is_too_long_once_it_is_sealed_is_refused(HearthServer hearth)
      throws Exception {
    try (var a = hearth.online(alice, ClientStore.inMemory());
        var b = hearth.online(bob, ClientStore.inMemory())) {
      String lines =
          IntStream.range(0, 20_000).mapToObj("It is %d\n"::formatted).collect(joining());
      var words = OutgoingMessage.text(conversation, lines);

      // Compressible text can't be compressed once it is sealed.
      assertThat(a.client().send(words)).isInstanceOf(Sent.Accepted.class);
      assertThat(a.client().send(words.withId(MessageId.random()).protectedBy(Protection.SIGNAL)))
          .isInstanceOf(Sent.Refused.class);
      a.say(conversation, "short");

      assertThat(b.next().text()).isEqualTo(lines);
      assertThat(b.next().text()).isEqualTo("short");
    }
  }

  @Test
  void a_device_that_had_no_keys_yet_asks_for_what_was_said(HearthServer hearth) throws Exception {
    try (var a = hearth.online(alice, ClientStore.inMemory())) {
      a.say(conversation, "Are you there?");
      a.say(conversation, "I'll wait.");
      try (var b = hearth.online(bob, ClientStore.inMemory())) {
        assertThat(List.of(b.next().text(), b.next().text()))
            .containsExactlyInAnyOrder("Are you there?", "I'll wait.");
        a.say(conversation, "There you are.");
        assertThat(b.next().text()).isEqualTo("There you are.");
      }
    }
  }

  @Test
  void a_message_that_could_not_be_read_comes_once_it_can(HearthServer hearth) throws Exception {
    try (var a = Phone.open(hearth, alice, ClientStore.inMemory())) {
      a.say(conversation, "Are you there?");
      try (var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
        assertThat(b.next()).isEqualTo("?");
        assertThat(b.next()).isEqualTo("Are you there?");
        a.say(conversation, "There you are.");
        assertThat(b.next()).isEqualTo("There you are.");
        assertThat(b.wasToldNothingMore()).isTrue();
      }
    }
  }

  @Test
  void a_member_who_comes_later_reads_nothing_that_was_said_before(HearthServer hearth)
      throws Exception {
    var identity = OwnIdentity.generate();
    try (var a = Phone.open(hearth, alice, ClientStore.inMemory());
        var b = Phone.open(hearth, bob, storeOf(bob, identity))) {
      var after = OutgoingMessage.text(conversation, "after").protectedBy(Protection.SIGNAL);
      var before = OutgoingMessage.text(conversation, "before").protectedBy(Protection.SIGNAL);
      a.client.send(before);
      assertThat(b.next()).isEqualTo("before");
      var tablet = hearth.anotherDevice(bob);
      var store = storeOf(tablet, OwnIdentity.linked(identity.keyPair()));
      try (var t = Phone.open(hearth, tablet, store)) {
        a.client.send(after);
        assertThat(t.next()).isEqualTo("after");
      }

      // The same device, as one that asks for more than it should.
      try (var greedy = hearth.online(tablet)) {
        greedy.client().send(resendMessages(conversation, alice, before.id()));
        greedy.client().send(resendMessages(conversation, alice, after.id()));

        assertThat(nextAgain(greedy)).isEqualTo(after.id());
      }
    }
  }

  @Test
  void a_roster_that_grows_is_told_before_anything_is_sealed_for_the_new_devices(
      HearthServer hearth) throws Exception {
    var identity = OwnIdentity.generate();
    var carol = hearth.person("Carol");
    var group = hearth.group(alice, "Garden", bob);
    try (var a = Phone.open(hearth, alice, ClientStore.inMemory());
        var b = Phone.open(hearth, bob, storeOf(bob, identity))) {
      a.say(group, "one");
      assertThat(b.next()).isEqualTo("one");
      assertThat(a.sawNobodyElseJoin()).isTrue();

      String code = a.client.api().findConversation(group).orElseThrow().codeId();
      hearth.client(carol, ClientStore.inMemory()).api().join(code);
      a.say(group, "two");
      assertThat(a.nextJoined()).isEqualTo(Map.entry(group, Set.of(carol.userId())));

      var tablet = hearth.anotherDevice(bob);
      try (var _ =
          Phone.open(hearth, tablet, storeOf(tablet, OwnIdentity.linked(identity.keyPair())))) {
        a.say(group, "three");
        assertThat(a.nextJoined()).isEqualTo(Map.entry(group, Set.of(bob.userId())));
      }
      assertThat(a.sawNobodyElseJoin()).isTrue();
    }
  }

  @Test
  void a_message_that_was_taken_back_is_not_said_again(HearthServer hearth) throws Exception {
    try (var a = Phone.open(hearth, alice, ClientStore.inMemory())) {
      var regretted = OutgoingMessage.text(conversation, "Oops").protectedBy(Protection.SIGNAL);
      var other = OutgoingMessage.text(conversation, "Hello").protectedBy(Protection.SIGNAL);
      try (var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
        a.client.send(regretted);
        a.client.send(other);
        a.client.send(OutgoingMessage.of(conversation, new Recall(regretted.id())));
        assertThat(b.next()).isEqualTo("Oops");
      }
      try (var greedy = hearth.online(bob)) {
        greedy.client().send(resendMessages(conversation, alice, regretted.id()));
        greedy.client().send(resendMessages(conversation, alice, other.id()));

        assertThat(nextAgain(greedy)).isEqualTo(other.id());
      }
    }
  }

  @Test
  void a_message_that_ones_other_device_took_back_is_not_said_again(HearthServer hearth)
      throws Exception {
    var identity = OwnIdentity.generate();
    var tablet = hearth.anotherDevice(alice);
    var regretted = OutgoingMessage.text(conversation, "Oops").protectedBy(Protection.SIGNAL);
    var other = OutgoingMessage.text(conversation, "Hello").protectedBy(Protection.SIGNAL);
    var store = storeOf(tablet, OwnIdentity.linked(identity.keyPair()));

    try (var a = Phone.open(hearth, alice, storeOf(alice, identity))) {
      try (var t = Phone.open(hearth, tablet, store);
          var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
        a.client.send(regretted);
        a.client.send(other);
        t.client.send(OutgoingMessage.of(conversation, new Recall(regretted.id())));
        assertThat(b.next()).isEqualTo("Oops");
        assertThat(a.next()).contains(regretted.id().toString());
      }
      try (var greedy = hearth.online(bob)) {
        greedy.client().send(resendMessages(conversation, alice, regretted.id()));
        greedy.client().send(resendMessages(conversation, alice, other.id()));

        assertThat(nextAgain(greedy)).isEqualTo(other.id());
      }
    }
  }

  @Test
  void another_identity_is_told_and_used_only_once_accepted(HearthServer hearth) throws Exception {
    try (var a = Phone.open(hearth, alice, ClientStore.inMemory())) {
      try (var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
        b.say(conversation, "It's me");
        assertThat(a.next()).isEqualTo("It's me");
      }
      var number = a.client.findSafetyNumber(bob.userId()).orElseThrow();
      var newPhone = hearth.anotherDevice(bob);
      hearth.signOut(bob);
      try (var b = Phone.open(hearth, newPhone, ClientStore.inMemory())) {
        b.say(conversation, "one");
        b.say(conversation, "two");

        assertThat(a.next()).isEqualTo("!" + bob.userId());
        assertThat(a.say(conversation, "Is it?"))
            .isEqualTo(new Sent.IdentityChanged(List.of(bob.userId())));
        assertThat(a.client.acceptIdentity(bob.userId(), number)).isFalse();
        var other = a.client.findSafetyNumber(bob.userId()).orElseThrow();
        assertThat(other)
            .isNotEqualTo(number)
            .isEqualTo(b.client.findSafetyNumber(alice.userId()).orElseThrow());
        assertThat(a.client.acceptIdentity(bob.userId(), other)).isTrue();

        assertThat(a.next()).isEqualTo("one");
        assertThat(a.next()).isEqualTo("two");
        assertThat(a.say(conversation, "It is.")).isInstanceOf(Sent.Accepted.class);
        assertThat(b.next()).isEqualTo("It is.");
      }
    }
  }

  @Test
  void nothing_is_lost_of_the_much_that_somebody_with_another_identity_says(HearthServer hearth)
      throws Exception {
    try (var a = Phone.open(hearth, alice, ClientStore.inMemory())) {
      try (var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
        b.say(conversation, "It's me");
        assertThat(a.next()).isEqualTo("It's me");
      }
      var newPhone = hearth.anotherDevice(bob);
      hearth.signOut(bob);
      try (var b = Phone.open(hearth, newPhone, ClientStore.inMemory())) {
        Set<String> said = new HashSet<>();
        for (int i = 0; i < 120; i++) {
          b.say(conversation, "no. " + i);
          said.add("no. " + i);
        }
        assertThat(a.next()).isEqualTo("!" + bob.userId());
        // The last of those that are too many to be left with the server.
        for (int i = 0; i < 21; i++) {
          assertThat(a.next()).isEqualTo("?");
        }
        var number = a.client.findSafetyNumber(bob.userId()).orElseThrow();
        a.client.acceptIdentity(bob.userId(), number);

        while (!said.isEmpty()) {
          assertThat(said.remove(a.next())).isTrue();
        }
        b.say(conversation, "That was all");
        assertThat(a.next()).isEqualTo("That was all");
      }
    }
  }

  @Test
  void a_client_continues_with_its_store(HearthServer hearth) throws Exception {
    var alices = ClientStore.inMemory();
    var bobs = ClientStore.inMemory();

    for (int day = 1; day <= 3; day++) {
      try (var a = Phone.open(hearth, alice, alices);
          var b = Phone.open(hearth, bob, bobs)) {
        a.say(conversation, "day " + day);
        assertThat(b.next()).isEqualTo("day " + day);
        b.say(conversation, "day " + day);
        assertThat(a.next()).isEqualTo("day " + day);
      }
    }
  }

  @Test
  void many_say_many_things_at_once(HearthServer hearth) throws Exception {
    var group = hearth.group(alice, "Garden", bob);

    try (var a = Phone.open(hearth, alice, ClientStore.inMemory());
        var b = Phone.open(hearth, bob, ClientStore.inMemory());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Sent>> sent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String text = "no. " + i;
        sent.add(threads.submit(() -> a.say(group, text)));
      }
      Set<String> heard = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        assertThat(heard.add(b.next())).isTrue();
      }
      for (Future<Sent> each : sent) {
        assertThat(each.get()).isInstanceOf(Sent.Accepted.class);
      }
    }
  }

  @Test
  void a_store_belongs_to_one_session(HearthServer hearth) throws Exception {
    var store = ClientStore.inMemory();
    try (var _ = Phone.open(hearth, hearth.person("Alice"), store)) {

      assertThatThrownBy(() -> hearth.client(bob, store))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another session");
    }
  }

  @Test
  void a_device_with_another_identity_than_the_accounts_is_refused(HearthServer hearth)
      throws Exception {
    try (var _ = Phone.open(hearth, alice, ClientStore.inMemory())) {
      var tablet = hearth.anotherDevice(alice);

      assertThatThrownBy(() -> Phone.open(hearth, tablet, ClientStore.inMemory()))
          .isInstanceOf(HearthException.class)
          .hasMessageContaining("link this device");
    }
  }

  @Test
  void without_a_store_nothing_is_sealed_for_people(HearthServer hearth) throws Exception {
    try (var a = hearth.online(alice)) {
      var sealed = OutgoingMessage.text(conversation, "Hi").protectedBy(Protection.SIGNAL);

      assertThatThrownBy(() -> a.client().send(sealed)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_user_who_is_not_in_the_conversation_can_say_nothing(HearthServer hearth) throws Exception {
    var carol = hearth.person("Carol");
    try (var c = Phone.open(hearth, carol, ClientStore.inMemory())) {
      assertThat(c.say(conversation, "Hello?")).isInstanceOf(Sent.Refused.class);
    }
  }

  /// The first message that is said again to somebody.
  private static MessageId nextAgain(OnlineUser user) throws InterruptedException {
    while (true) {
      var again = Envelope.parse(user.next().payload()).flatMap(Envelope::again);
      if (again.isPresent()) {
        return again.get();
      }
    }
  }

  private static OutgoingMessage resendMessages(
      ConversationId conversation, Keystore from, MessageId message) {
    var request =
        new PlainJson(
            "RESEND_MESSAGES",
            List.of(message),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    return OutgoingMessage.of(conversation, request).to(from.userId());
  }

  private static ClientStore storeOf(Keystore keystore, OwnIdentity identity) {
    var store = ClientStore.inMemory();
    SignalDevice.create(keystore.userId(), identity, store);
    return store;
  }
}
