package dev.hearth.sdk.signal;

import static dev.hearth.sdk.signal.SessionsContract.opened;
import static dev.hearth.sdk.signal.SessionsContract.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The guarantees to members of a conversation, whichever implementation each of them runs.
abstract class SenderKeysContract {
  final ConversationId conversation = ConversationId.random();

  abstract Party speaker(Random random);

  abstract Party listener(Random random);

  abstract int times();

  @Test
  void a_message_sealed_once_is_read_by_all_who_were_handed_the_key() {
    Party alice = speaker(new Random());
    List<Party> others = List.of(listener(new Random()), listener(new Random()));
    others.forEach(other -> handOver(alice, other));

    Envelope said = alice.seal(conversation, text("hello, all"));

    assertThat(said.type()).isEqualTo(Envelope.Type.SENDER_KEY);
    for (Party other : others) {
      assertThat(opened(other.open(conversation, alice.address(), said)))
          .isEqualTo(text("hello, all"));
      assertThat(other.open(conversation, alice.address(), said))
          .isInstanceOf(Opening.Duplicate.class);
    }
  }

  @Test
  void a_device_that_comes_late_reads_what_is_said_from_then_on() {
    Party alice = speaker(new Random());
    Party bob = listener(new Random());
    handOver(alice, bob);
    Envelope before = alice.seal(conversation, text("before"));
    Party carol = listener(new Random());
    handOver(alice, carol);
    Envelope after = alice.seal(conversation, text("after"));

    assertThat(carol.open(conversation, alice.address(), before))
        .isNotInstanceOf(Opening.Opened.class);
    assertThat(opened(carol.open(conversation, alice.address(), after))).isEqualTo(text("after"));
    assertThat(opened(bob.open(conversation, alice.address(), after))).isEqualTo(text("after"));
    assertThat(opened(bob.open(conversation, alice.address(), before))).isEqualTo(text("before"));
  }

  @Test
  void two_thousand_messages_may_be_overtaken_and_no_more() {
    Party alice = speaker(new Random());
    Party bob = listener(new Random());
    handOver(alice, bob);
    List<Envelope> said = new ArrayList<>();
    for (int i = 0; i <= 2001; i++) {
      said.add(alice.seal(conversation, text("message " + i)));
    }

    assertThat(bob.open(conversation, alice.address(), said.get(2001)))
        .isInstanceOf(Opening.Unreadable.class);
    assertThat(opened(bob.open(conversation, alice.address(), said.get(2000))))
        .isEqualTo(text("message 2000"));
    assertThat(opened(bob.open(conversation, alice.address(), said.get(0))))
        .isEqualTo(text("message 0"));
    assertThat(bob.open(conversation, alice.address(), said.get(0)))
        .isInstanceOf(Opening.Duplicate.class);
  }

  @Test
  void each_message_is_read_once_and_as_it_was_said_whatever_happens_on_the_way() {
    Randomly.each(times(), random -> talk(random, speaker(random), listener(random)));
  }

  final void handOver(Party from, Party to) {
    if (!from.hasSession(to.address())) {
      from.begin(to.bundle(true));
    }
    Envelope key = from.sealSenderKey(conversation, to.address());
    assertThat(to.openSenderKey(conversation, from.address(), key))
        .isInstanceOf(Opening.Opened.class);
  }

  private void talk(Random random, Party speaker, Party listener) {
    handOver(speaker, listener);
    List<Envelope> sent = new ArrayList<>();
    List<byte[]> plaintexts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      byte[] plaintext = SignatureTest.bytes(random, random.nextInt(100));
      int place = random.nextInt(sent.size() + 1);
      sent.add(place, speaker.seal(conversation, plaintext));
      plaintexts.add(place, plaintext);
    }
    for (int i = 0; i < sent.size(); i++) {
      byte[] message = sent.get(i).message();
      message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
      Envelope damaged = new Envelope(sent.get(i).type(), sent.get(i).again(), message);
      assertThat(listener.open(conversation, speaker.address(), damaged))
          .isNotInstanceOf(Opening.Opened.class);
      assertThat(opened(listener.open(conversation, speaker.address(), sent.get(i))))
          .isEqualTo(plaintexts.get(i));
      assertThat(listener.open(conversation, speaker.address(), sent.get(random.nextInt(i + 1))))
          .isInstanceOf(Opening.Duplicate.class);
    }
  }
}
