package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.SignalDevice;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A server that has as many of our keys as it takes, and is asked for nothing else: a test says
/// what else it can do.
class TestingPost implements Post {
  /// The keys that a device leaves with the server.
  static PreKeyBundle bundle(DeviceAddress address, SignalDevice device) {
    PreKeyUpload keys = device.makePreKeys(1);
    return new PreKeyBundle(
        address.user(),
        address.session(),
        device.identity().registrationId(),
        keys.identity(),
        keys.signed(),
        keys.oneTime().stream().findFirst());
  }

  @Override
  public int countPreKeys() {
    return 1_000;
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public Optional<Members> findMembers(ConversationId conversation) {
    throw new AssertionError();
  }

  @Override
  public List<PreKeyBundle> takePreKeys(Collection<DeviceAddress> devices) {
    throw new AssertionError();
  }

  @Override
  public PostAnswer handOver(
      ConversationId conversation, String checksum, List<KeyForDevice> keys) {
    throw new AssertionError();
  }

  @Override
  public PostAnswer tell(ConversationId conversation, DeviceAddress device, PlainJson what) {
    throw new AssertionError();
  }

  @Override
  public PostAnswer sendAgain(DeviceAddress device, SaidMessage said, Envelope envelope) {
    throw new AssertionError();
  }

  @Override
  public PostAnswer leavePreKeys(PreKeyUpload keys) {
    return PostAnswer.DONE;
  }
}
