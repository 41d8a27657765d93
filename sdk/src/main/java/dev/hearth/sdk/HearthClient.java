package dev.hearth.sdk;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.Keystore;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import java.time.Duration;
import java.util.Collection;

/// One signed-in session of a person or a bot.
///
/// ```java
/// try (var client = HearthClient.of(keystore, ClientOptions.at(server).forBot())) {
///   client.connect(message -> client.send(OutgoingMessage.text(message.conversation(), "Hello")));
///   …
/// }
/// ```
///
/// Any thread may call, and as many at once as like: a call waits in its own thread, so hand many
/// messages to as many virtual threads. The messages of one thread keep their order.
public interface HearthClient extends AutoCloseable {

  /// A client that is not connected yet; its [#api] can be used at once.
  static HearthClient of(Keystore keystore, ClientOptions options) {
    return new ConnectedClient(keystore, options);
  }

  UserId user();

  SessionId session();

  /// Connects, and stays connected until [#close], or until the server ends this session. Returns
  /// at once. The latest 10,000 messages are remembered, in memory, to tell repeated ones.
  ///
  /// @throws IllegalStateException when called a second time
  default void connect(ClientListener listener) {
    connect(listener, SeenMessages.inMemory(10_000));
  }

  /// As [#connect(ClientListener)], with a memory of one's own. It must belong to this session
  /// alone.
  void connect(ClientListener listener, SeenMessages seen);

  /// Waits until the client is connected and the server has begun to push.
  ///
  /// @return false when that took longer than `atMost`
  /// @throws HearthException when the session was ended or the client closed
  boolean awaitConnected(Duration atMost) throws InterruptedException;

  /// Sends a message over the socket and waits until the server holds it durably, or refuses it.
  ///
  /// While there is no connection this waits for one; on a lost or late answer it sends the message
  /// again, under its id. An interrupted caller does not know whether it was sent, and may send it
  /// again under the same id.
  ///
  /// With [Protection#ENCRYPTED] it is sealed for all devices of the conversation; when there are
  /// others by now, it is sealed again. In a group each member gets a bot's message under an id of
  /// its own.
  ///
  /// @throws HearthException when the session was ended or the client closed
  /// @throws IllegalStateException before [#connect(ClientListener)]
  Sent send(OutgoingMessage message) throws InterruptedException;

  /// Tells the server that these were read, which tells their authors. Returns once that is on its
  /// way; the server learns of it within the [Pace], after a reconnect if need be. Waits when more
  /// than 10,000 acknowledgements are.
  void read(Collection<MessageId> messages) throws InterruptedException;

  /// The conversation of this user with another one, whether or not it exists yet.
  default ConversationId conversationWith(UserId other) {
    return ConversationId.ofContact(user(), other);
  }

  /// What goes over HTTP.
  HearthApi api();

  /// Sends the acknowledgements that wait, for at most 2 s, and disconnects. Calls that wait for
  /// the server end with a [HearthException].
  @Override
  void close();
}
