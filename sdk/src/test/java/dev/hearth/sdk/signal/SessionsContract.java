package dev.hearth.sdk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The guarantees to two devices, whichever implementation each of them runs.
abstract class SessionsContract {
  /// A message is delivered before its sender has said this much more: chains are kept for five
  /// turns.
  private static final int MOST_BEHIND = 4;

  abstract Party first(Random random);

  abstract Party second(Random random);

  abstract int times();

  @Test
  void a_session_begins_with_and_without_a_one_time_key() {
    for (boolean oneTime : new boolean[] {true, false}) {
      Party alice = first(new Random());
      Party bob = second(new Random());
      alice.begin(bob.bundle(oneTime));

      Envelope hello = alice.seal(bob.address(), text("hello"));
      Envelope still = alice.seal(bob.address(), text("still there?"));

      assertThat(hello.type()).isEqualTo(Envelope.Type.NEW_SESSION);
      assertThat(opened(bob.open(alice.address(), hello))).isEqualTo(text("hello"));
      Envelope answer = bob.seal(alice.address(), text("hi"));
      assertThat(answer.type()).isEqualTo(Envelope.Type.SESSION);
      assertThat(opened(alice.open(bob.address(), answer))).isEqualTo(text("hi"));
      assertThat(opened(bob.open(alice.address(), still))).isEqualTo(text("still there?"));
      assertThat(alice.seal(bob.address(), text("good")).type()).isEqualTo(Envelope.Type.SESSION);
    }
  }

  @Test
  void both_may_begin_at_once() {
    Party alice = first(new Random());
    Party bob = second(new Random());
    alice.begin(bob.bundle(true));
    bob.begin(alice.bundle(true));
    Envelope toBob = alice.seal(bob.address(), text("me first"));
    Envelope toAlice = bob.seal(alice.address(), text("no, me"));

    assertThat(opened(bob.open(alice.address(), toBob))).isEqualTo(text("me first"));
    assertThat(opened(alice.open(bob.address(), toAlice))).isEqualTo(text("no, me"));

    for (int i = 0; i < 10; i++) {
      Envelope said = alice.seal(bob.address(), text("a" + i));
      Envelope answered = bob.seal(alice.address(), text("b" + i));
      assertThat(opened(bob.open(alice.address(), said))).isEqualTo(text("a" + i));
      assertThat(opened(alice.open(bob.address(), answered))).isEqualTo(text("b" + i));
    }
  }

  @Test
  void two_thousand_messages_may_be_overtaken_and_no_more() {
    Party alice = first(new Random());
    Party bob = second(new Random());
    alice.begin(bob.bundle(true));
    List<Envelope> said = new ArrayList<>();
    for (int i = 0; i <= 2002; i++) {
      said.add(alice.seal(bob.address(), text("message " + i)));
    }

    assertThat(bob.open(alice.address(), said.get(2001))).isInstanceOf(Opening.Unreadable.class);
    assertThat(opened(bob.open(alice.address(), said.get(2000)))).isEqualTo(text("message 2000"));
    assertThat(opened(bob.open(alice.address(), said.get(0)))).isEqualTo(text("message 0"));
    assertThat(opened(bob.open(alice.address(), said.get(2002)))).isEqualTo(text("message 2002"));
    assertThat(opened(bob.open(alice.address(), said.get(2001)))).isEqualTo(text("message 2001"));
    assertThat(opened(bob.open(alice.address(), said.get(1999)))).isEqualTo(text("message 1999"));
    assertThat(bob.open(alice.address(), said.get(1999))).isInstanceOf(Opening.Duplicate.class);
  }

  @Test
  void each_message_is_read_once_and_as_it_was_said_whatever_happens_on_the_way() {
    Randomly.each(times(), random -> new Talk(random, first(random), second(random)).run());
  }

  /// Two devices that talk, over a network that delays, repeats and damages.
  private static final class Talk {
    private final Random random;
    private final Party[] parties;
    private final List<List<Sent>> ways = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<List<Sent>> delivered = List.of(new ArrayList<>(), new ArrayList<>());

    private record Sent(
        Envelope envelope, @SuppressWarnings("ArrayRecordComponent") byte[] plaintext) {}

    Talk(Random random, Party first, Party second) {
      this.random = random;
      this.parties = new Party[] {first, second};
    }

    void run() {
      for (int step = 0; step < 12; step++) {
        int from = random.nextInt(2);
        switch (random.nextInt(5)) {
          case 0, 1 -> send(from);
          case 2 -> damage(from);
          case 3 -> repeat(from);
          default -> deliver(from, random.nextInt(ways.get(from).size() + 1));
        }
      }
      for (int from = 0; from < 2; from++) {
        while (!ways.get(from).isEmpty()) {
          deliver(from, 0);
        }
      }
    }

    private void send(int from) {
      Party sender = parties[from];
      Party peer = parties[1 - from];
      if (!sender.hasSession(peer.address()) || random.nextInt(12) == 0) {
        sender.begin(peer.bundle(random.nextBoolean()));
      }
      byte[] plaintext = SignatureTest.bytes(random, random.nextInt(100));
      ways.get(from).add(new Sent(sender.seal(peer.address(), plaintext), plaintext));
      if (ways.get(from).size() > MOST_BEHIND) {
        deliver(from, 0);
      }
    }

    private void deliver(int from, int index) {
      if (index < ways.get(from).size()) {
        Sent sent = ways.get(from).remove(index);
        assertThat(opened(open(from, sent.envelope))).isEqualTo(sent.plaintext);
        delivered.get(from).add(sent);
      }
    }

    private void repeat(int from) {
      List<Sent> before = delivered.get(from);
      if (!before.isEmpty()) {
        Sent sent = before.get(Math.max(0, before.size() - 1 - random.nextInt(3)));
        assertThat(open(from, sent.envelope)).isNotInstanceOf(Opening.Opened.class);
      }
    }

    private void damage(int from) {
      if (ways.get(from).isEmpty()) {
        return;
      }
      int index = random.nextInt(ways.get(from).size());
      Sent sent = ways.get(from).get(index);
      if (parties[1 - from] instanceof ReferenceParty
          && sent.envelope.type() == Envelope.Type.NEW_SESSION) {
        // It keeps the identity key in one of these before it knows whether its MAC holds.
        return;
      }
      byte[] message = sent.envelope.message();
      message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
      Opening opening =
          open(from, new Envelope(sent.envelope.type(), sent.envelope.again(), message));
      if (opening instanceof Opening.Opened(var plaintext)) {
        // A first message has fields that nothing vouches for, such as its sender's number.
        assertThat(sent.envelope.type()).isEqualTo(Envelope.Type.NEW_SESSION);
        assertThat(plaintext).isEqualTo(sent.plaintext);
        delivered.get(from).add(ways.get(from).remove(index));
      }
    }

    private Opening open(int from, Envelope envelope) {
      Party receiver = parties[1 - from];
      if (receiver instanceof OurParty ours && random.nextInt(4) == 0) {
        return ours.store().whileBreaking(() -> ours.open(parties[from].address(), envelope));
      }
      return receiver.open(parties[from].address(), envelope);
    }
  }

  static byte[] opened(Opening opening) {
    if (opening instanceof Opening.Opened(var plaintext)) {
      return plaintext;
    }
    throw new AssertionError(opening);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
