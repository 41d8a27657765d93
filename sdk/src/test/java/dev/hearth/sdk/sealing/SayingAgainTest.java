package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SayingAgainTest {
  private static final Kind DISAPPEARING = new Kind("sealing.said-disappearing", 10_000);

  private final ConversationId conversation = ConversationId.random();
  private final DeviceAddress alice = new DeviceAddress(UserId.random(), SessionId.random());
  private final DeviceAddress bob = new DeviceAddress(UserId.random(), SessionId.random());
  private final ClientStore store = ClientStore.inMemory();
  private final SignalDevice bobs =
      SignalDevice.create(bob.user(), OwnIdentity.generate(), ClientStore.inMemory());
  private final BlockingQueue<OwnMessage> again = new LinkedBlockingQueue<>();
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private volatile int conversationsTime;
  private final SignalConversations conversations =
      new SignalConversations(
          alice,
          SignalDevice.create(alice.user(), OwnIdentity.generate(), store),
          store,
          new BobsServer(),
          () -> now);

  @BeforeEach
  void start() {
    conversations.start();
  }

  @AfterEach
  void end() {
    conversations.close();
  }

  @Test
  void a_disappearing_message_is_said_again_for_a_day_and_its_time_and_then_forgotten()
      throws Exception {
    OwnMessage early = say(60);
    OwnMessage late = say(60);
    OwnMessage lasting = say(0);

    turn(Duration.ofDays(1));
    ask(early);
    assertThat(next().id()).isEqualTo(early.id());

    turn(Duration.ofSeconds(60));
    ask(late);
    ask(lasting);
    assertThat(next().id()).isEqualTo(lasting.id());
    assertThat(kept()).hasSize(2);

    turn(Duration.ofHours(1));
    assertThat(kept()).isEmpty();
  }

  @Test
  void a_message_that_disappears_for_the_conversation_does_so_likewise() throws Exception {
    conversationsTime = 600;
    OwnMessage early = say(0);
    OwnMessage late = say(0);
    ask(early);
    assertThat(next().expireIn()).isEqualTo(600);
    turn(Duration.ofDays(1).plusSeconds(600));
    OwnMessage another = say(0);

    ask(late);
    ask(another);

    assertThat(next().id()).isEqualTo(another.id());
  }

  private OwnMessage say(int expireIn) throws InterruptedException {
    byte[] text = "Burn this".getBytes(StandardCharsets.UTF_8);
    var said =
        new OwnMessage(
            MessageId.random(), conversation, "TEXT", text, Optional.empty(), false, expireIn);
    assertThat(conversations.seal(said))
        .isInstanceOf(SignalConversations.SealingOutcome.Ready.class);
    return said;
  }

  private void ask(OwnMessage said) {
    var request =
        new PlainJson(
            "RESEND_MESSAGES",
            List.of(said.id()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    conversations.open(
        new PushedMessage(
            MessageId.random(), conversation, bob, "PLAIN_JSON", request.toBytes(), now));
  }

  private OwnMessage next() throws InterruptedException {
    return Optional.ofNullable(again.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  private List<String> kept() {
    return store.inTransaction(records -> records.names(DISAPPEARING));
  }

  /// Turns the clock, and waits until it was looked at: of two that are asked for one after the
  /// other, the second is found by a later look.
  private void turn(Duration by) throws InterruptedException {
    now = now.plus(by);
    for (int i = 0; i < 2; i++) {
      OwnMessage said = say(0);
      ask(said);
      assertThat(next().id()).isEqualTo(said.id());
    }
  }

  private final class BobsServer extends TestingSealingServer {
    @Override
    public Optional<Members> findMembers(ConversationId conversation) {
      var members = List.of(new Member(alice, false), new Member(bob, false));
      return Optional.of(new Members(members, conversationsTime));
    }

    @Override
    public List<PreKeyBundle> takePreKeys(Collection<DeviceAddress> devices) {
      return List.of(bundle(bob, bobs));
    }

    @Override
    public ServerAnswer handOver(
        ConversationId conversation, String checksum, List<KeyForDevice> keys) {
      return ServerAnswer.DONE;
    }

    @Override
    public ServerAnswer sendAgain(DeviceAddress device, OwnMessage said, Envelope envelope) {
      again.add(said);
      return ServerAnswer.DONE;
    }
  }
}
