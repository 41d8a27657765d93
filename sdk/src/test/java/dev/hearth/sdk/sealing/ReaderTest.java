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

class ReaderTest {
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
    read("SIGNAL_KEY", alices.sealSenderKey(conversation, bob));
    Arrival said = arrival("SIGNAL_TEXT", alices.seal(conversation, text("once")));
    assertThat(read(said).arrived()).isInstanceOf(Arrived.ToShow.class);
    assertThat(read(said).arrived()).isInstanceOf(Arrived.ToShow.class);

    bobsStore.inTransaction(records -> {
      Reader.handled(records, said.id());
      return said;
    });

    assertThat(read(said).arrived()).isInstanceOf(Arrived.NothingToShow.class);
  }

  @Test
  void a_message_that_the_key_to_it_has_overtaken_is_asked_for() {
    Arrival said = arrival("SIGNAL_TEXT", alices.seal(conversation, text("slow")));
    read("SIGNAL_KEY", alices.sealSenderKey(conversation, bob));

    Reader.ReadArrival read = read(said);

    assertThat(read.arrived()).isInstanceOf(Arrived.NotReadableYet.class);
    assertThat(read.chores()).isTrue();
  }

  @Test
  void a_key_that_comes_for_another_conversation_opens_nothing_there() {
    Sealing key = alices.sealSenderKey(conversation, bob);
    Arrival said = arrival("SIGNAL_TEXT", alices.seal(conversation, text("to few")));
    ConversationId many = ConversationId.random();

    read(in(many, arrival("SIGNAL_KEY", key)));

    assertThat(read(in(many, said)).arrived()).isInstanceOf(Arrived.NotReadableYet.class);
  }

  @Test
  void a_key_is_not_shown_as_a_message() {
    Sealing key = alices.sealSenderKey(conversation, bob);
    Arrival said = arrival("SIGNAL_TEXT", alices.seal(conversation, text("hello")));

    assertThat(read(arrival("SIGNAL_TEXT", key)).arrived())
        .isInstanceOf(Arrived.NotReadableYet.class);

    // Nothing was spent: the key is one still.
    read("SIGNAL_KEY", key);
    assertThat(read(said).arrived()).isInstanceOf(Arrived.ToShow.class);
  }

  @Test
  void a_message_said_again_is_not_shown_as_said_anew() {
    Sealing sealing = alices.sealAgain(MessageId.random(), bob, text("again"));
    Envelope again = ((Sealing.SealedEnvelope) sealing).envelope();
    var unmarked = new Envelope(again.type(), Optional.empty(), again.message());

    assertThat(read(arrival("SIGNAL_TEXT", new Sealing.SealedEnvelope(unmarked))).arrived())
        .isInstanceOf(Arrived.NotReadableYet.class);
  }

  private static Arrival in(ConversationId conversation, Arrival arrival) {
    return new Arrival(
        arrival.id(),
        conversation,
        arrival.sender(),
        arrival.category(),
        arrival.payload(),
        arrival.createdAt());
  }

  private void read(String category, Sealing sealing) {
    assertThat(read(arrival(category, sealing)).arrived())
        .isInstanceOf(Arrived.NothingToShow.class);
  }

  private Reader.ReadArrival read(Arrival arrival) {
    return bobsStore.inTransaction(
        records -> new Reader(records, bob.user(), bobs, arrival.createdAt()).read(arrival));
  }

  private Arrival arrival(String category, Sealing sealing) {
    Envelope envelope = ((Sealing.SealedEnvelope) sealing).envelope();
    return new Arrival(
        MessageId.random(), conversation, alice, category, envelope.toBytes(), Instant.now());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
