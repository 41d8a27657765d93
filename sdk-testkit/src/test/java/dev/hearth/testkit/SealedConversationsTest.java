package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Keystore;
import dev.hearth.protocol.payload.Contact;
import dev.hearth.protocol.payload.Location;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class SealedConversationsTest {

  @Test
  void two_people_say_what_the_server_cannot_read(HearthServer hearth) throws Exception {
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var conversation = hearth.contact(alice, bob);

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
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
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
  void who_had_no_keys_yet_asks_for_what_was_said(HearthServer hearth) throws Exception {
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var conversation = hearth.contact(alice, bob);

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

  private static ClientStore storeOf(Keystore keystore, OwnIdentity identity) {
    var store = ClientStore.inMemory();
    SignalDevice.create(keystore.userId(), identity, store);
    return store;
  }
}
