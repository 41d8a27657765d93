package dev.hearth.sdk.signal;

import static dev.hearth.sdk.signal.SessionsContract.opened;
import static dev.hearth.sdk.signal.SessionsContract.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OurSenderKeysTest extends SenderKeysContract {
  private final OurParty alice = new OurParty(new Random());
  private final OurParty bob = new OurParty(new Random());

  @Override
  Party speaker(Random random) {
    return new OurParty(random);
  }

  @Override
  Party listener(Random random) {
    return new OurParty(random);
  }

  @Override
  int times() {
    return 25;
  }

  @Test
  void nothing_is_said_before_a_key_was_handed_out() {
    assertThat(alice.device().seal(conversation, text("to nobody")))
        .isInstanceOf(Sealing.NoKeyToSeal.class);
    assertThat(alice.device().hasSenderKey(conversation)).isFalse();
    assertThat(alice.device().sealSenderKey(conversation, bob.address()))
        .isInstanceOf(Sealing.NoKeyToSeal.class);
  }

  @Test
  void a_device_that_was_not_handed_the_key_reads_nothing() {
    handOver(alice, bob);
    OurParty eve = new OurParty(new Random());

    Envelope said = alice.seal(conversation, text("hello"));

    assertThat(eve.open(conversation, alice.address(), said)).isInstanceOf(Opening.NoKey.class);
    assertThat(bob.open(ConversationId.random(), alice.address(), said))
        .isInstanceOf(Opening.NoKey.class);
    assertThat(bob.open(conversation, eve.address(), said)).isInstanceOf(Opening.NoKey.class);
  }

  @Test
  void one_who_has_the_key_can_read_with_it_and_not_write() {
    OurParty carol = new OurParty(new Random());
    handOver(alice, bob);
    handOver(alice, carol);
    handOver(carol, bob);

    Envelope byCarol = carol.seal(conversation, text("I'm Alice"));

    assertThat(bob.open(conversation, alice.address(), byCarol))
        .isNotInstanceOf(Opening.Opened.class);
  }

  @Test
  void a_key_that_was_given_up_reads_nothing_more() {
    OurParty carol = new OurParty(new Random());
    handOver(alice, bob);
    handOver(alice, carol);
    Envelope late = alice.seal(conversation, text("while Carol was here"));

    alice.device().rotateSenderKey(conversation);
    handOver(alice, bob);
    Envelope after = alice.seal(conversation, text("without Carol"));

    assertThat(carol.open(conversation, alice.address(), after)).isInstanceOf(Opening.NoKey.class);
    assertThat(opened(bob.open(conversation, alice.address(), after)))
        .isEqualTo(text("without Carol"));
    assertThat(opened(bob.open(conversation, alice.address(), late)))
        .isEqualTo(text("while Carol was here"));
  }

  @Test
  void a_key_that_is_handed_over_again_lets_nothing_be_read_twice() {
    alice.begin(bob.bundle(true));
    Envelope first = alice.sealSenderKey(conversation, bob.address());
    Envelope again = alice.sealSenderKey(conversation, bob.address());
    Envelope said = alice.seal(conversation, text("once"));
    bob.openSenderKey(conversation, alice.address(), first);
    opened(bob.open(conversation, alice.address(), said));

    opened(bob.openSenderKey(conversation, alice.address(), again));

    assertThat(bob.open(conversation, alice.address(), said)).isInstanceOf(Opening.Duplicate.class);
  }

  @Test
  void a_key_that_is_handed_over_again_helps_one_who_is_too_far_behind() {
    handOver(alice, bob);
    Envelope early = alice.seal(conversation, text("early"));
    Envelope overtaking = alice.seal(conversation, text("overtaking"));
    opened(bob.open(conversation, alice.address(), overtaking));
    for (int i = 0; i < Chain.MOST_AHEAD + 1; i++) {
      alice.seal(conversation, text("lost"));
    }
    Envelope tooFar = alice.seal(conversation, text("too far"));
    assertThat(bob.open(conversation, alice.address(), tooFar))
        .isInstanceOf(Opening.Unreadable.class);

    handOver(alice, bob);

    Envelope next = alice.seal(conversation, text("here again"));
    assertThat(opened(bob.open(conversation, alice.address(), next))).isEqualTo(text("here again"));
    assertThat(opened(bob.open(conversation, alice.address(), early))).isEqualTo(text("early"));
  }

  @Test
  void a_sender_key_comes_in_a_session_and_in_nothing_else() {
    handOver(alice, bob);
    Envelope said = alice.seal(conversation, text("no key"));

    assertThat(bob.openSenderKey(conversation, alice.address(), said))
        .isInstanceOf(Opening.Unreadable.class);
    assertThat(
            bob.openSenderKey(
                conversation, alice.address(), alice.seal(bob.address(), text("no key"))))
        .isInstanceOf(Opening.Unreadable.class);
  }
}
