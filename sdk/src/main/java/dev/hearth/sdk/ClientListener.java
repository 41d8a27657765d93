package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Set;

/// Hears what the server pushes. All methods are called by one virtual thread, one at a time, in
/// the order things happened; they may block, and may send. If a method throws, the client logs it
/// and the event counts as handled, unless the client is being closed.
///
/// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="listener" :
///
/// record Shown(BlockingQueue<String> lines) implements ClientListener {
///   @Override
///   public void message(IncomingMessage message) {
///     lines.add(message.author() + ": " + message.text());
///   }
///
///   @Override
///   public void receipt(Receipt receipt) {
///     if (receipt.status() == ReceiptStatus.READ) {
///       lines.add("✓✓ read by " + receipt.by());
///     }
///   }
/// }
/// }
public interface ClientListener {

  /// A message to this user, or one that another session of this user has sent. When this returns,
  /// the message is acknowledged.
  ///
  /// Messages wait while this runs, at most 4,096 of them; further ones are left with the server
  /// and fetched when there is room.
  ///
  /// @throws InterruptedException when the client is closed meanwhile; the message is not
  ///   acknowledged then and comes again, whatever else is thrown for that
  void message(IncomingMessage message) throws InterruptedException;

  /// A message of this user's was delivered or read. Receipts that come while the client is away,
  /// or more than 4,096 behind, are not pushed again: [HearthApi#receipts] has them.
  default void receipt(Receipt receipt) {}

  /// A message came that can't be read yet, because it was sealed with a key that this device does
  /// not have. Its sender's device was asked for it. Once that has answered, the message comes to
  /// [#message], under the same id; this may take as long as that device is away.
  ///
  /// @param message as it was pushed, still sealed
  default void unreadable(IncomingMessage message) {}

  /// Somebody's identity key is another one than before: they have a new phone, or somebody
  /// pretends to be them. Their messages are kept, and none that is sealed is sent to them, until
  /// [HearthClient#acceptIdentity] takes the number that both have compared.
  default void identityChanged(UserId user) {}

  /// Devices of these users have come into a conversation since this device last encrypted there:
  /// the users joined, or have another device. They can read what is encrypted there from now on.
  /// Only the server says who is in a conversation, so a person should see this; it is said before
  /// the next encrypted message is sent.
  default void devicesJoined(ConversationId conversation, Set<UserId> users) {}

  /// The server says of a user's protection otherwise than before: see [TrustChange]. Told once,
  /// until it is [accepted][HearthClient#acceptChange]; each new device is told.
  default void trustChanged(UserId user, TrustChange change) {}

  /// This user has read these on another device. For clients with a store, of people; told by that
  /// device, and so as true as the server lets it be.
  default void readElsewhere(List<MessageId> messages) {}

  /// Connected, for the first time or again. The missed messages follow.
  default void connected() {}

  /// The connection is gone; another is being opened.
  default void disconnected() {}

  /// The server has ended this session: nothing comes any more.
  default void signedOut() {}
}
