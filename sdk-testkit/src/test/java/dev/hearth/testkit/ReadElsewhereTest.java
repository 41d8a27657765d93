package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.protocol.payload.PlainJson.Acknowledged;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Reading a message on one device of a person marks it as read on the others.
@ExtendWith(HearthExtension.class)
@Timeout(120)
class ReadElsewhereTest {

  @Test
  void ones_other_devices_hear_what_was_read_and_nobody_else_can_say_so(HearthServer hearth)
      throws Exception {
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var conversation = hearth.contact(alice, bob);
    var identity = OwnIdentity.generate();
    var tablet = hearth.anotherDevice(alice);
    try (var a = Phone.open(hearth, alice, storeOf(alice, identity));
        var t = Phone.open(hearth, tablet, storeOf(tablet, identity));
        var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
      var one = OutgoingMessage.text(conversation, "one").protectedBy(Protection.SIGNAL);
      var two = OutgoingMessage.text(conversation, "two").protectedBy(Protection.SIGNAL);
      b.client.send(one);
      b.client.send(two);
      for (Phone each : List.of(a, t)) {
        assertThat(each.next()).isEqualTo("one");
        assertThat(each.next()).isEqualTo("two");
      }
      b.client.send(OutgoingMessage.of(conversation, read(MessageId.random())).to(alice.userId()));
      b.say(conversation, "three");
      assertThat(a.next()).isEqualTo("three");
      assertThat(t.next()).isEqualTo("three");

      a.client.read(List.of(one.id(), two.id()));

      assertThat(t.next()).isEqualTo("read " + List.of(one.id(), two.id()));
      b.say(conversation, "four");
      assertThat(t.next()).isEqualTo("four");
      assertThat(a.next()).isEqualTo("four");
    }
  }

  private static PlainJson read(MessageId message) {
    return new PlainJson(
        "ACKNOWLEDGE_MESSAGE_RECEIPTS",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Acknowledged(message, "READ", OptionalLong.empty())),
        Optional.empty());
  }

  private static ClientStore storeOf(Keystore keystore, OwnIdentity identity) {
    var store = ClientStore.inMemory();
    SignalDevice.create(keystore.userId(), OwnIdentity.linked(identity.keyPair()), store);
    return store;
  }
}
