package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The server as sealing needs it. Each call waits for a connection and an answer as long as it
/// takes; each may throw the exception of a client that was closed or signed out.
public interface SealingServer {

  /// A device in a conversation.
  record Member(DeviceAddress device, boolean bot) {}

  /// The devices in a conversation.
  ///
  /// @param expireIn seconds after reading at which messages disappear; 0 is never
  record Members(List<Member> devices, int expireIn) {}

  /// Our sender key, sealed for one device.
  record KeyForDevice(MessageId id, DeviceAddress device, Envelope envelope) {}

  /// The server's answer to a sent message.
  enum ServerAnswer {
    DONE,
    /// It was sealed for other devices than there are.
    OUTDATED,
    REFUSED
  }

  /// The devices in a conversation, our own among them; empty when we are not in it.
  Optional<Members> findMembers(ConversationId conversation) throws InterruptedException;

  /// The keys that these devices have left, as far as they have.
  List<PreKeyBundle> takePreKeys(Collection<DeviceAddress> devices) throws InterruptedException;

  ServerAnswer handOver(ConversationId conversation, String checksum, List<KeyForDevice> keys)
      throws InterruptedException;

  /// Tells a device what no person is shown.
  ServerAnswer tell(ConversationId conversation, DeviceAddress device, PlainJson what)
      throws InterruptedException;

  /// Sends something said before to one device, under another id.
  ServerAnswer sendAgain(DeviceAddress device, OwnMessage said, Envelope envelope)
      throws InterruptedException;

  /// How many of our one-time pre-keys the server has left.
  int countPreKeys() throws InterruptedException;

  /// @return `REFUSED` when the account's other devices have another identity; never `OUTDATED`
  ServerAnswer leavePreKeys(PreKeyUpload keys) throws InterruptedException;

  /// Whether it will never answer again, for the client was signed out or closed.
  boolean isOver();
}
