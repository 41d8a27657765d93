package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Opening;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Eve is the server, and gave Alice keys of her own for Bob's.
class AcceptedIdentityTest {
  private final ConversationId conversation = ConversationId.random();
  private final DeviceAddress alice = new DeviceAddress(UserId.random(), SessionId.random());
  private final DeviceAddress bob = new DeviceAddress(UserId.random(), SessionId.random());
  private final ClientStore store = ClientStore.inMemory();
  private final SignalDevice alices =
      SignalDevice.create(alice.user(), OwnIdentity.generate(), store);
  private final SignalDevice bobs =
      SignalDevice.create(bob.user(), OwnIdentity.generate(), ClientStore.inMemory());
  private final SignalDevice eves =
      SignalDevice.create(bob.user(), OwnIdentity.generate(), ClientStore.inMemory());
  private final LyingServer server = new LyingServer();
  private final SignalConversations conversations =
      new SignalConversations(alice, alices, store, server, InstantSource.system());

  @Test
  void an_impostor_reads_nothing_that_is_said_later() throws Exception {
    server.says(eves);
    assertThat(text(read(eves, say("to Eve")))).isEqualTo("to Eve");

    acceptBob();

    server.says(bobs);
    Envelope said = say("to Bob");
    assertThat(text(read(bobs, said))).isEqualTo("to Bob");
    assertThat(read(eves, said)).isInstanceOf(Opening.NoKey.class);
  }

  @Test
  void an_impostor_who_is_being_handed_the_key_reads_nothing_that_is_said_later() throws Exception {
    server.says(eves);
    server.whileHandingOver = this::acceptBob;
    say("to Eve");

    server.says(bobs);
    Envelope said = say("to Bob");

    assertThat(text(read(bobs, said))).isEqualTo("to Bob");
    assertThat(read(eves, said)).isInstanceOf(Opening.NoKey.class);
  }

  @Test
  void an_impostor_says_nothing_in_the_name_of_the_other() throws Exception {
    eves.begin(TestingSealingServer.bundle(alice, alices));
    eves.makeSenderKey(conversation);
    assertThat(arrives("SIGNAL_KEY", eves.sealSenderKey(conversation, alice)))
        .isInstanceOf(OpeningOutcome.NothingToShow.class);
    assertThat(arrives("SIGNAL_TEXT", eves.seal(conversation, bytes("I'm Bob"))))
        .isInstanceOf(OpeningOutcome.ToShow.class);

    acceptBob();

    assertThat(arrives("SIGNAL_TEXT", eves.seal(conversation, bytes("I'm Bob, really"))))
        .isInstanceOf(OpeningOutcome.NotReadableYet.class);
  }

  @Test
  void keys_of_somebody_who_was_not_asked_for_are_not_taken() throws Exception {
    var carol = new DeviceAddress(UserId.random(), SessionId.random());
    server.beside =
        List.of(
            TestingSealingServer.bundle(
                carol,
                SignalDevice.create(carol.user(), OwnIdentity.generate(), ClientStore.inMemory())));

    say("to Bob");

    assertThat(alices.hasSession(bob)).isTrue();
    assertThat(alices.hasSession(carol)).isFalse();
    assertThat(alices.findIdentity(carol.user())).isEmpty();
  }

  /// Bob himself gets through to Alice, and the two compare their numbers.
  private void acceptBob() {
    if (!bobs.hasSession(alice)) {
      bobs.begin(TestingSealingServer.bundle(alice, alices));
    }
    assertThat(arrives("SIGNAL_KEY", bobs.sealSenderKey(ConversationId.random(), alice)))
        .isEqualTo(new OpeningOutcome.SenderIdentityChanged(bob.user()));
    var number = bobs.findSafetyNumber(alice.user()).orElseThrow();
    assertThat(conversations.acceptIdentity(bob.user(), number)).isTrue();
  }

  private OpeningOutcome arrives(String category, Sealing sealing) {
    byte[] payload = ((Sealing.SealedEnvelope) sealing).envelope().toBytes();
    return conversations.open(
        new PushedMessage(MessageId.random(), conversation, bob, category, payload, Instant.now()));
  }

  private Envelope say(String text) throws InterruptedException {
    var said =
        new OwnMessage(
            MessageId.random(), conversation, "TEXT", bytes(text), Optional.empty(), false, 0);
    var ready = (SignalConversations.SealingOutcome.Ready) conversations.seal(said);
    return Envelope.parse(ready.payload()).orElseThrow();
  }

  private Opening read(SignalDevice device, Envelope envelope) {
    return device.open(conversation, alice, envelope);
  }

  private static String text(Opening opening) {
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    return new String(((Opening.Opened) opening).plaintext(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Says that somebody's keys are Bob's, and hands what is for Bob to them.
  private final class LyingServer extends TestingSealingServer {
    private SignalDevice bobs = AcceptedIdentityTest.this.bobs;
    private Runnable whileHandingOver = () -> {};
    private List<PreKeyBundle> beside = List.of();

    void says(SignalDevice device) {
      bobs = device;
    }

    @Override
    public Optional<Members> findMembers(ConversationId conversation) {
      return Optional.of(new Members(List.of(new Member(alice, false), new Member(bob, false)), 0));
    }

    @Override
    public List<PreKeyBundle> takePreKeys(Collection<DeviceAddress> devices) {
      return Stream.concat(Stream.of(bundle(bob, bobs)), beside.stream()).toList();
    }

    @Override
    public ServerAnswer handOver(
        ConversationId conversation, String checksum, List<KeyForDevice> keys) {
      keys.forEach(key -> bobs.openSenderKey(conversation, alice, key.envelope()));
      whileHandingOver.run();
      whileHandingOver = () -> {};
      return ServerAnswer.DONE;
    }
  }
}
