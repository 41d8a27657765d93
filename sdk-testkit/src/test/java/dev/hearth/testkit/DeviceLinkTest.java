package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.SystemSession;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.DeviceLink;
import dev.hearth.sdk.DeviceLink.LinkAnswer;
import dev.hearth.sdk.DeviceLink.Outcome;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.LinkAddress;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A device is linked by another one, at a real server.
@ExtendWith(HearthExtension.class)
class DeviceLinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final BlockingQueue<String> SHOWN = new LinkedBlockingQueue<>();
  private static final BlockingQueue<String> SAVED = new LinkedBlockingQueue<>();
  private final HearthServer hearth;

  private Keystore alice;
  private final ClientStore phone = ClientStore.inMemory();
  private final ClientStore laptop = ClientStore.inMemory();

  DeviceLinkTest(HearthServer hearth) {
    this.hearth = hearth;
  }

  @BeforeEach
  void signUp() {
    alice = hearth.person("Alice");
  }

  @Test
  void a_linked_device_is_signed_in_with_the_identity_of_the_account() throws Exception {
    var heard = new LinkedBlockingQueue<IncomingMessage>();
    try (var online = hearth.client(alice);
        var link = DeviceLink.open(hearth.options())) {
      online.connect(heard::add);
      assertThat(answer(link.address(), alice, phone)).isEqualTo(LinkAnswer.HANDED_OVER);

      var keystore = linked(link.await(laptop));

      assertThat(keystore.userId()).isEqualTo(alice.userId());
      assertThat(keystore.sessionId()).isNotEqualTo(alice.sessionId());
      assertThat(device(laptop, alice.userId()).identity().keyPair())
          .isEqualTo(device(phone, alice.userId()).identity().keyPair());
      try (var client = hearth.client(keystore)) {
        assertThat(client.api().me().id()).isEqualTo(alice.userId());
      }
      assertThat(heard.take().content())
          .isInstanceOfSatisfying(
              SystemSession.class,
              news -> {
                assertThat(news.action()).isEqualTo(SystemSession.SessionAction.PROVISION);
                assertThat(news.session()).isEqualTo(keystore.sessionId());
              });
    }
  }

  @Test
  void a_device_waits_until_it_is_answered() throws Exception {
    try (var link = DeviceLink.open(hearth.options());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit((Callable<Outcome>) () -> link.await(laptop));

      var seen = LinkAddress.find(link.address().toString()).orElseThrow();
      assertThat(answer(seen, alice, phone)).isEqualTo(LinkAnswer.HANDED_OVER);

      assertThat(linked(waiting.get()).userId()).isEqualTo(alice.userId());
    }
  }

  @Test
  void a_device_tells_what_came_of_it() throws Exception {
    var options = hearth.options();
    var store = laptop;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var device =
          threads.submit(() -> {
            // @start region="link"
            try (var link = DeviceLink.open(options)) {
              show(link.address().toString());
              switch (link.await(store)) {
                case DeviceLink.Outcome.Linked(var keystore) -> save(keystore.toJson());
                case DeviceLink.Outcome.Expired() -> show("Too late: try again");
                case DeviceLink.Outcome.Useless() -> show("Try again");
              }
            }
            // @end
            return store;
          });

      answer(LinkAddress.find(SHOWN.take()).orElseThrow(), alice, phone);

      assertThat(device.get()).isSameAs(store);
      assertThat(Keystore.parse(SAVED.take()).orElseThrow().userId()).isEqualTo(alice.userId());
    }
  }

  @Test
  void a_linked_device_hears_what_is_said_after_it_was_linked() throws Exception {
    var bob = hearth.person("Bob");
    var conversation = hearth.contact(alice, bob);
    try (var bobs = ClientStore.inMemory();
        var speaks = HearthClient.of(bob, bobs, hearth.options());
        var hears = HearthClient.of(alice, phone, hearth.options());
        var link = DeviceLink.open(hearth.options())) {
      var onPhone = new LinkedBlockingQueue<String>();
      var onLaptop = new LinkedBlockingQueue<String>();
      speaks.connect(message -> {});
      hears.connect(message -> hear(message, onPhone));
      assertThat(speaks.awaitConnected(PATIENCE)).isTrue();
      assertThat(hears.awaitConnected(PATIENCE)).isTrue();
      speaks.say(conversation, new Text("before"));
      assertThat(onPhone.take()).isEqualTo("before");

      answer(link.address(), alice, phone);
      var keystore = linked(link.await(laptop));
      try (var hearsToo = HearthClient.of(keystore, laptop, hearth.options())) {
        hearsToo.connect(message -> hear(message, onLaptop));
        assertThat(hearsToo.awaitConnected(PATIENCE)).isTrue();
        speaks.say(conversation, new Text("after"));

        assertThat(onPhone.take()).isEqualTo("after");
        assertThat(onLaptop.take()).isEqualTo("after");
      }
    }
  }

  @Test
  void the_identity_of_the_account_stays_what_it_was() throws Exception {
    var identity = OwnIdentity.generate();
    SignalDevice.create(alice.userId(), identity, phone);

    try (var link = DeviceLink.open(hearth.options())) {
      answer(link.address(), alice, phone);
      link.await(laptop);
    }

    assertThat(device(laptop, alice.userId()).identity().keyPair()).isEqualTo(identity.keyPair());
  }

  @Test
  void an_address_is_answered_once_and_in_time() throws Exception {
    var bob = hearth.person("Bob");
    try (var link = DeviceLink.open(hearth.options());
        var late = DeviceLink.open(hearth.options())) {
      answer(link.address(), alice, phone);
      assertThat(answer(link.address(), bob, ClientStore.inMemory()))
          .isEqualTo(LinkAnswer.NOBODY_WAITS);

      hearth.clock().turn(Duration.ofSeconds(61));
      assertThat(answer(late.address(), alice, phone)).isEqualTo(LinkAnswer.NOBODY_WAITS);
      assertThat(late.await(laptop)).isInstanceOf(Outcome.Expired.class);
      assertThat(device(phone, alice.userId())).isNotNull();
      assertThat(SignalDevice.find(alice.userId(), laptop)).isEmpty();
    }
  }

  @Test
  void an_answer_that_was_sealed_for_another_device_is_useless() throws Exception {
    try (var link = DeviceLink.open(hearth.options())) {
      var overlaid =
          new LinkAddress(link.address().device(), Curve25519KeyPair.generate().publicKey());
      answer(overlaid, alice, phone);

      assertThat(link.await(laptop)).isInstanceOf(Outcome.Useless.class);
    }
    assertThat(SignalDevice.find(alice.userId(), laptop)).isEmpty();
  }

  @Test
  void a_caller_without_an_account_waits_for_nobody() {
    var nobody = new LinkAddress(UUID.randomUUID(), Curve25519KeyPair.generate().publicKey());

    assertThat(answer(nobody, alice, phone)).isEqualTo(LinkAnswer.NOBODY_WAITS);
  }

  @Test
  void a_linked_device_links_no_other() throws Exception {
    Keystore keystore;
    try (var link = DeviceLink.open(hearth.options())) {
      answer(link.address(), alice, phone);
      keystore = linked(link.await(laptop));
    }

    try (var next = DeviceLink.open(hearth.options())) {
      assertThat(answer(next.address(), keystore, laptop)).isEqualTo(LinkAnswer.NOT_ALLOWED);
    }
  }

  @Test
  void a_store_that_is_somebodys_already_is_left_alone() {
    SignalDevice.create(alice.userId(), OwnIdentity.generate(), laptop);
    try (var link = DeviceLink.open(hearth.options())) {
      answer(link.address(), alice, phone);

      assertThatThrownBy(() -> link.await(laptop)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static void hear(IncomingMessage message, BlockingQueue<String> heard) {
    if (message.protection() == Protection.SIGNAL) {
      heard.add(message.text());
    }
  }

  private static void show(String text) {
    SHOWN.add(text);
  }

  private static void save(String keystore) {
    SAVED.add(keystore);
  }

  private LinkAnswer answer(LinkAddress address, Keystore keystore, ClientStore store) {
    return DeviceLink.answer(address, keystore, store, hearth.options());
  }

  private static Keystore linked(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Linked.class);
    return ((Outcome.Linked) outcome).keystore();
  }

  private static SignalDevice device(ClientStore store, UserId user) {
    return SignalDevice.find(user, store).orElseThrow();
  }
}
