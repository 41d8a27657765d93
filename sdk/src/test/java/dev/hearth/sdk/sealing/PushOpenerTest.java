package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushOpenerTest {
  private final ConversationId conversation = ConversationId.random();
  private final DeviceAddress alice = new DeviceAddress(UserId.random(), SessionId.random());
  private final DeviceAddress bob = new DeviceAddress(UserId.random(), SessionId.random());
  private final SignalDevice alices =
      SignalDevice.create(alice.user(), OwnIdentity.generate(), ClientStore.inMemory());
  private final ClientStore bobsStore = ClientStore.inMemory();
  private final SignalDevice bobs =
      SignalDevice.create(bob.user(), OwnIdentity.generate(), bobsStore);

  @BeforeEach
  void aliceMeetsBob() {
    PreKeyUpload keys = bobs.makePreKeys(1);
    alices.begin(
        new PreKeyBundle(
            bob.user(),
            bob.session(),
            bobs.identity().registrationId(),
            keys.identity(),
            keys.signed(),
            keys.oneTime().stream().findFirst()));
    alices.makeSenderKey(conversation);
  }

  @Test
  void a_message_that_was_shown_is_done_with() {
    open("SIGNAL_KEY", alices.sealSenderKey(conversation, bob));
    PushedMessage said = pushed("SIGNAL_TEXT", alices.seal(conversation, text("once")));
    assertThat(open(said).outcome()).isInstanceOf(OpeningOutcome.ToShow.class);
    assertThat(open(said).outcome()).isInstanceOf(OpeningOutcome.ToShow.class);

    bobsStore.inTransaction(records -> {
      PushOpener.handled(records, said.id());
      return said;
    });

    assertThat(open(said).outcome()).isInstanceOf(OpeningOutcome.NothingToShow.class);
  }

  @Test
  void a_message_that_the_key_to_it_has_overtaken_is_asked_for() {
    PushedMessage said = pushed("SIGNAL_TEXT", alices.seal(conversation, text("slow")));
    open("SIGNAL_KEY", alices.sealSenderKey(conversation, bob));

    PushOpener.OpenedPush opened = open(said);

    assertThat(opened.outcome()).isInstanceOf(OpeningOutcome.NotReadableYet.class);
    assertThat(opened.chores()).isTrue();
  }

  @Test
  void a_key_that_comes_for_another_conversation_opens_nothing_there() {
    Sealing key = alices.sealSenderKey(conversation, bob);
    PushedMessage said = pushed("SIGNAL_TEXT", alices.seal(conversation, text("to few")));
    ConversationId many = ConversationId.random();

    open(in(many, pushed("SIGNAL_KEY", key)));

    assertThat(open(in(many, said)).outcome()).isInstanceOf(OpeningOutcome.NotReadableYet.class);
  }

  @Test
  void a_key_is_not_shown_as_a_message() {
    Sealing key = alices.sealSenderKey(conversation, bob);
    PushedMessage said = pushed("SIGNAL_TEXT", alices.seal(conversation, text("hello")));

    assertThat(open(pushed("SIGNAL_TEXT", key)).outcome())
        .isInstanceOf(OpeningOutcome.NotReadableYet.class);

    // Nothing was spent: the key is one still.
    open("SIGNAL_KEY", key);
    assertThat(open(said).outcome()).isInstanceOf(OpeningOutcome.ToShow.class);
  }

  @Test
  void a_message_said_again_is_not_shown_as_said_anew() {
    Sealing sealing = alices.sealAgain(MessageId.random(), bob, text("again"));
    Envelope again = ((Sealing.SealedEnvelope) sealing).envelope();
    var unmarked = new Envelope(again.type(), Optional.empty(), again.message());

    assertThat(open(pushed("SIGNAL_TEXT", new Sealing.SealedEnvelope(unmarked))).outcome())
        .isInstanceOf(OpeningOutcome.NotReadableYet.class);
  }

  private static PushedMessage in(ConversationId conversation, PushedMessage pushed) {
    return new PushedMessage(
        pushed.id(),
        conversation,
        pushed.sender(),
        pushed.category(),
        pushed.payload(),
        pushed.createdAt());
  }

  private void open(String category, Sealing sealing) {
    assertThat(open(pushed(category, sealing)).outcome())
        .isInstanceOf(OpeningOutcome.NothingToShow.class);
  }

  private PushOpener.OpenedPush open(PushedMessage pushed) {
    return bobsStore.inTransaction(
        records -> new PushOpener(records, bob.user(), bobs, pushed.createdAt()).open(pushed));
  }

  private PushedMessage pushed(String category, Sealing sealing) {
    Envelope envelope = ((Sealing.SealedEnvelope) sealing).envelope();
    return new PushedMessage(
        MessageId.random(), conversation, alice, category, envelope.toBytes(), Instant.now());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
