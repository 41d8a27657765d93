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

/// The server's part in a test of sealing alone, which decides what to ask for, and never by which
/// connection. It has as many of our keys as it takes; a test says what else it answers, also what
/// no real server would. Tests with a real server are in the test kit.
class TestingSealingServer implements SealingServer {
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
  public ServerAnswer handOver(
      ConversationId conversation, String checksum, List<KeyForDevice> keys) {
    throw new AssertionError();
  }

  @Override
  public ServerAnswer tell(ConversationId conversation, DeviceAddress device, PlainJson what) {
    throw new AssertionError();
  }

  @Override
  public ServerAnswer sendAgain(DeviceAddress device, OwnMessage said, Envelope envelope) {
    throw new AssertionError();
  }

  @Override
  public ServerAnswer leavePreKeys(PreKeyUpload keys) {
    return ServerAnswer.DONE;
  }
}
