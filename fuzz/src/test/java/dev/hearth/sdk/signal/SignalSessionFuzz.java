package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.store.ClientStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// A device that receives sealed bytes in the name of another with which it talks: nothing invented
/// is opened, and nothing invented keeps the next genuine message from being opened.
public final class SignalSessionFuzz {
  private static final ConversationId CONVERSATION = new ConversationId(new UUID(1, 1));
  private static final byte[] TEXT = "genuine".getBytes(StandardCharsets.UTF_8);
  private static final int MESSAGES_A_SESSION = 200;

  /// Two devices with a session between them.
  private static final class Pair {
    final Random random;
    final DeviceAddress aliceAddress = address(2);
    final DeviceAddress bobAddress = address(3);
    final SignalDevice alice;
    final SignalDevice bob;
    int used;

    Pair(long seed) {
      random = new Random(seed);
      alice = device(aliceAddress);
      bob = device(bobAddress);
      PreKeyUpload keys = bob.makePreKeys(1);
      var bundle =
          new PreKeyBundle(
              bobAddress.user(),
              bobAddress.session(),
              bob.identity().registrationId(),
              keys.identity(),
              keys.signed(),
              keys.oneTime().stream().findFirst());
      if (!(alice.begin(bundle) instanceof Beginning.Begun)) {
        throw new AssertionError("no session");
      }
      genuine();
    }

    Envelope seal() {
      return sealed(alice.seal(bobAddress, TEXT));
    }

    Envelope senderKey() {
      return sealed(alice.sealSenderKey(CONVERSATION, bobAddress));
    }

    void genuine() {
      if (!(bob.open(CONVERSATION, aliceAddress, seal()) instanceof Opening.Opened)) {
        throw new AssertionError("a genuine message is not opened any more");
      }
      used++;
    }

    private SignalDevice device(DeviceAddress address) {
      return SignalDevice.create(
          address.user(), OwnIdentity.generate(random), ClientStore.inMemory(), random);
    }

    private static DeviceAddress address(long number) {
      return new DeviceAddress(new UserId(new UUID(number, 1)), new SessionId(new UUID(number, 2)));
    }

    private static Envelope sealed(Sealing sealing) {
      if (sealing instanceof Sealing.SealedEnvelope(var envelope)) {
        return envelope;
      }
      throw new AssertionError(sealing);
    }
  }

  private static Pair pair = new Pair(1);

  private SignalSessionFuzz() {}

  public static List<byte[]> seeds() {
    // Other keys than those of the devices here, so that no seed is genuine.
    var seeds = new Pair(2);
    Envelope first = seeds.seal();
    Envelope key = seeds.senderKey();
    return List.of(first.toBytes(), first.message(), key.toBytes(), key.message());
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    Envelope.parse(bytes).ifPresent(SignalSessionFuzz::open);
  }

  private static void open(Envelope envelope) {
    var opened = pair.bob.open(CONVERSATION, pair.aliceAddress, envelope);
    var key = pair.bob.openSenderKey(CONVERSATION, pair.aliceAddress, envelope);
    if (opened instanceof Opening.Opened || key instanceof Opening.Opened) {
      throw new AssertionError("an invented message is opened");
    }
    pair.genuine();
    // A session that never turns its ratchet gets slow to copy.
    if (pair.used > MESSAGES_A_SESSION) {
      pair = new Pair(1);
    }
  }
}
