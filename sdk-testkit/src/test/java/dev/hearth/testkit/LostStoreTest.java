package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.DeviceLink;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.SignIn;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The ways back that `docs/encryption.md` describes for who has lost a client's store.
@ExtendWith(HearthExtension.class)
@Timeout(120)
class LostStoreTest {
  private HearthServer hearth;
  private Keystore alice;
  private Keystore bob;
  private ConversationId conversation;
  private String number = "";

  @BeforeEach
  void two_people_meet(HearthServer hearth) {
    this.hearth = hearth;
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    conversation = hearth.contact(alice, bob);
    try (var client = hearth.client(alice)) {
      number = client.api().me().identityNumber();
    }
  }

  @Test
  void a_user_who_has_lost_the_store_of_their_phone_signs_in_anew_with_a_code() throws Exception {
    try (var b = Phone.open(hearth, bob, ClientStore.inMemory())) {
      try (var a = Phone.open(hearth, alice, ClientStore.inMemory())) {
        a.say(conversation, "before");
        assertThat(b.next()).isEqualTo("before");
      }
      // The keystore alone doesn't do.
      assertThatThrownBy(() -> Phone.open(hearth, alice, ClientStore.inMemory()))
          .isInstanceOfSatisfying(HearthException.class, e -> assertThat(e.code()).isEqualTo(403))
          .hasMessageContaining("sign in with a code");

      var store = ClientStore.inMemory();
      var anew = SignIn.byCode(number, hearth.signInCode(alice), store, hearth.options());
      try (var a = Phone.open(hearth, anew.orElseThrow(), store)) {
        assertThat(isSignedOut(alice)).isTrue();
        a.say(conversation, "It's me again");

        assertThat(b.next()).isEqualTo("!" + alice.userId());
        assertThat(b.say(conversation, "Is it?"))
            .isEqualTo(new Sent.IdentityChanged(List.of(alice.userId())));
        var theirs = b.client.findSafetyNumber(alice.userId()).orElseThrow();
        assertThat(a.client.findSafetyNumber(bob.userId())).contains(theirs);
        assertThat(b.client.acceptIdentity(alice.userId(), theirs)).isTrue();

        assertThat(b.next()).isEqualTo("It's me again");
        assertThat(b.say(conversation, "It is.")).isInstanceOf(Sent.Accepted.class);
        assertThat(a.next()).isEqualTo("It is.");
      }
    }
  }

  @Test
  void a_user_who_has_lost_the_store_of_a_linked_device_links_it_anew() throws Exception {
    var phones = ClientStore.inMemory();
    SignalDevice.create(alice.userId(), OwnIdentity.generate(), phones);
    var lost = link(phones, ClientStore.inMemory());
    try (var b = Phone.open(hearth, bob, ClientStore.inMemory());
        var a = Phone.open(hearth, alice, phones)) {
      a.say(conversation, "before");
      assertThat(b.next()).isEqualTo("before");

      a.client.api().signOut(lost.sessionId());
      assertThat(isSignedOut(lost)).isTrue();
      var store = ClientStore.inMemory();
      try (var l = Phone.open(hearth, link(phones, store), store)) {
        // Nobody is told of another identity, for it is the same.
        l.say(conversation, "from my laptop");
        assertThat(b.next()).isEqualTo("from my laptop");
        b.say(conversation, "I see");
        assertThat(l.next()).isEqualTo("I see");
      }
    }
  }

  private Keystore link(ClientStore from, ClientStore to) throws Exception {
    try (var link = DeviceLink.open(hearth.options())) {
      assertThat(DeviceLink.answer(link.address(), alice, from, hearth.options()))
          .isEqualTo(DeviceLink.LinkAnswer.HANDED_OVER);
      return ((DeviceLink.Outcome.Linked) link.await(to)).keystore();
    }
  }

  private boolean isSignedOut(Keystore keystore) {
    try (var client = hearth.client(keystore)) {
      client.api().me();
      return false;
    } catch (HearthException e) {
      return e.code() == 401;
    }
  }
}
