package dev.hearth.sdk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.SignedPreKey;
import dev.hearth.sdk.store.ClientStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OurSessionsTest extends SessionsContract {
  private final OurParty alice = new OurParty(new Random());
  private final OurParty bob = new OurParty(new Random());

  @Override
  Party first(Random random) {
    return new OurParty(random);
  }

  @Override
  Party second(Random random) {
    return new OurParty(random);
  }

  @Override
  int times() {
    return 25;
  }

  @Test
  void a_refused_message_writes_nothing() {
    alice.begin(bob.bundle(true));
    Envelope hello = alice.seal(bob.address(), text("hello"));
    int before = bob.store().writes();

    byte[] damaged = hello.message();
    damaged[damaged.length - 1] ^= 1;
    Envelope wrong = new Envelope(hello.type(), hello.again(), damaged);
    assertThat(bob.open(alice.address(), wrong)).isInstanceOf(Opening.Unreadable.class);
    assertThat(bob.store().writes()).isEqualTo(before);

    opened(bob.open(alice.address(), hello));
    int after = bob.store().writes();
    assertThat(bob.open(alice.address(), hello)).isInstanceOf(Opening.Duplicate.class);
    assertThat(bob.open(alice.address(), wrong)).isNotInstanceOf(Opening.Opened.class);
    assertThat(bob.store().writes()).isEqualTo(after);
  }

  @Test
  void nothing_that_is_sent_makes_it_throw() {
    alice.begin(bob.bundle(true));
    opened(bob.open(alice.address(), alice.seal(bob.address(), text("hello"))));
    byte[] good = alice.seal(bob.address(), text("good")).message();
    Randomly.each(
        500,
        random -> {
          byte[] bytes =
              random.nextBoolean()
                  ? SignatureTest.bytes(random, random.nextInt(200))
                  : Arrays.copyOf(good, random.nextInt(good.length));
          if (random.nextBoolean() && bytes.length > 0) {
            bytes[0] = SignalMessage.VERSION;
          }
          for (Envelope.Type type : Envelope.Type.values()) {
            var envelope = new Envelope(type, Optional.empty(), bytes);
            assertThat(bob.open(alice.address(), envelope)).isNotInstanceOf(Opening.Opened.class);
          }
          Envelope.parse(bytes);
          SenderKeyDistribution.parse(bytes);
        });
  }

  @Test
  void a_forged_signed_pre_key_begins_nothing() {
    PreKeyBundle bundle = bob.bundle(true);
    byte[] signature = bundle.signed().signature().clone();
    signature[7] ^= 1;
    var forged = new SignedPreKey(bundle.signed().id(), bundle.signed().key(), signature);

    assertThat(
            alice
                .device()
                .begin(
                    new PreKeyBundle(
                        bundle.user(),
                        bundle.session(),
                        bundle.registrationId(),
                        bundle.identity(),
                        forged,
                        bundle.oneTime())))
        .isInstanceOf(Beginning.Forged.class);
    assertThat(alice.hasSession(bob.address())).isFalse();
    assertThat(alice.device().findIdentity(bob.address().user())).isEmpty();
  }

  @Test
  void another_identity_key_is_reported_and_used_only_once_it_is_accepted() {
    alice.begin(bob.bundle(true));
    OurParty reinstalled = new OurParty(bob.address(), new Random());
    PreKeyBundle bundle = reinstalled.bundle(true);

    Beginning refused = alice.device().begin(bundle);

    Curve25519PublicKey known = bob.device().identity().keyPair().publicKey();
    assertThat(refused).isEqualTo(new Beginning.WithOtherIdentity(known, bundle.identity()));
    alice.device().acceptIdentity(bob.address().user(), bundle.identity());
    assertThat(alice.hasSession(bob.address())).isFalse();
    assertThat(alice.device().seal(bob.address(), text("to whom?")))
        .isInstanceOf(Sealing.NoKeyToSeal.class);
    assertThat(alice.device().begin(bundle)).isInstanceOf(Beginning.Begun.class);
  }

  @Test
  void a_message_under_another_identity_key_waits_until_it_is_accepted() {
    alice.begin(bob.bundle(true));
    opened(bob.open(alice.address(), alice.seal(bob.address(), text("hello"))));
    OurParty reinstalled = new OurParty(alice.address(), new Random());
    reinstalled.begin(bob.bundle(true));
    Envelope hello = reinstalled.seal(bob.address(), text("it's me, on a new phone"));

    Opening refused = bob.open(alice.address(), hello);

    Curve25519PublicKey offered = reinstalled.device().identity().keyPair().publicKey();
    assertThat(refused)
        .isEqualTo(
            new Opening.FromOtherIdentity(
                alice.device().identity().keyPair().publicKey(), offered));
    bob.device().acceptIdentity(alice.address().user(), offered);
    assertThat(opened(bob.open(alice.address(), hello))).isEqualTo(text("it's me, on a new phone"));
  }

  @Test
  void a_message_that_is_put_behind_another_beginning_spends_no_pre_key() {
    alice.begin(bob.bundle(false));
    opened(bob.open(alice.address(), alice.seal(bob.address(), text("hello"))));
    opened(alice.open(bob.address(), bob.seal(alice.address(), text("hello, Alice"))));
    PreKeyBundle left = bob.bundle(true);
    byte[] message = alice.seal(bob.address(), text("in the session that we have")).message();
    byte[] forged =
        new PreKeySignalMessage(
                1,
                OptionalLong.of(left.oneTime().orElseThrow().id()),
                left.signed().id(),
                Curve25519KeyPair.generate().publicKey(),
                alice.device().identity().keyPair().publicKey(),
                message)
            .toBytes();
    int before = bob.store().writes();

    assertThat(bob.open(alice.address(), newSession(forged)))
        .isInstanceOf(Opening.Unreadable.class);

    assertThat(bob.store().writes()).isEqualTo(before);
    alice.begin(left);
    opened(bob.open(alice.address(), alice.seal(bob.address(), text("hello again"))));
  }

  private static Envelope newSession(byte[] message) {
    return new Envelope(Envelope.Type.NEW_SESSION, Optional.empty(), message);
  }

  @Test
  void both_see_the_same_safety_number_and_another_one_with_somebody_else() {
    alice.begin(bob.bundle(true));
    opened(bob.open(alice.address(), alice.seal(bob.address(), text("hello"))));
    OurParty eve = new OurParty(new Random());
    eve.begin(bob.bundle(true));

    SafetyNumber number = alice.device().findSafetyNumber(bob.address().user()).orElseThrow();

    assertThat(bob.device().findSafetyNumber(alice.address().user())).contains(number);
    assertThat(eve.device().findSafetyNumber(bob.address().user()).orElseThrow())
        .isNotEqualTo(number);
    assertThat(number.toString()).matches("([0-9]{5} ){11}[0-9]{5}");
    assertThat(alice.device().findSafetyNumber(eve.address().user())).isEmpty();
  }

  @Test
  void a_message_said_again_names_what_was_said_first() {
    alice.begin(bob.bundle(false));
    var first = MessageId.random();

    Sealing again = alice.device().sealAgain(first, bob.address(), text("once more"));

    Envelope envelope =
        Envelope.parse(((Sealing.SealedEnvelope) again).envelope().toBytes()).orElseThrow();
    assertThat(envelope.again()).contains(first);
    assertThat(opened(bob.open(alice.address(), envelope))).isEqualTo(text("once more"));
  }

  @Test
  void a_device_is_found_again_in_its_store() {
    OurParty carol = new OurParty(new Random());
    ClientStore store = carol.store();

    SignalDevice found = SignalDevice.find(carol.address().user(), store).orElseThrow();

    assertThat(found.identity()).isEqualTo(carol.device().identity());
    assertThat(SignalDevice.find(carol.address().user(), ClientStore.inMemory())).isEmpty();
    assertThat(found.hasSenderKey(ConversationId.random())).isFalse();
  }
}
