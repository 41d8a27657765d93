package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.signal.SafetyNumber;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/// One signed-in session of a person or a bot.
///
/// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="answer" :
///
/// try (var client = HearthClient.of(keystore, options.forBot())) {
///   client.connect(message -> {
///     if (message.content() instanceof Text(String said)) {
///       client.send(OutgoingMessage.text(message.conversation(), "You said: " + said));
///     }
///   });
///   stopped.await();
/// }
/// }
///
/// Any thread may call, and as many at once as like: a call waits in its own thread, so hand many
/// messages to as many virtual threads. The messages of one thread keep their order.
public interface HearthClient extends AutoCloseable {

  /// A client that is not connected yet; its [#api] can be used at once.
  static HearthClient of(Keystore keystore, ClientOptions options) {
    return new ConnectedClient(keystore, Optional.empty(), options);
  }

  /// A client for a person, with end-to-end encryption: the server can't read what people say.
  ///
  /// If the store has no keys of this device yet, they are made there. Once connected, the client
  /// uploads the public keys that others need to write to it. Without the store, messages sealed
  /// for this device are lost: keep it, and never restore an old copy of it.
  ///
  /// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="sealed" :
  ///
  /// var key = StoreKey.inFile(folder.resolve("alice.key"));
  /// try (var store = ClientStore.sqlite(folder.resolve("alice.db"), key);
  ///     var client = HearthClient.of(keystore, store, options)) {
  ///   client.connect(message -> System.out.println(message.text()));
  ///   client.say(conversation, "Nobody else reads this");
  /// }
  /// }
  ///
  /// @param store of this session alone, and of one client at a time: of two clients, each would
  ///   receive a part of the messages. The caller closes it, after the client
  /// @throws IllegalStateException when the store belongs to another session
  static HearthClient of(Keystore keystore, ClientStore store, ClientOptions options) {
    return new ConnectedClient(keystore, Optional.of(store), options);
  }

  /// The user who is signed in.
  UserId user();

  /// Of which device.
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

  /// Waits until the client is connected and the server has begun to push; with a store, also until
  /// others can write to it.
  ///
  /// @return false when that took longer than `atMost`
  /// @throws HearthException when the session was ended or the client closed; with the code 403
  ///   when the account's other devices have another identity than the one in the store
  /// @throws IllegalStateException before [#connect(ClientListener)]
  boolean awaitConnected(Duration atMost) throws InterruptedException;

  /// Sends a message over the socket and waits until the server holds it durably, or refuses it.
  ///
  /// Without a connection this waits for one. If an answer is lost or late, it sends the message
  /// again, under its id, for as long as it takes. To stop waiting, interrupt the caller: it is
  /// unknown then whether the message was sent, and it may be sent again under the same id. A
  /// message that is larger than the server takes ([ServerBounds]) is refused at once, and so is a
  /// message over which the server closes the connection three times.
  ///
  /// A [protected][OutgoingMessage#protectedBy] message is sealed first, for all devices that are
  /// in the conversation when the server takes it. With [Protection#ENCRYPTED], each member of a
  /// group gets a bot's message under an id of its own. With [Protection#SIGNAL], a device that
  /// could not read a message may ask for it, and the client that has the store then sends it
  /// again: of the latest 10,000, and only to devices that were in the conversation.
  ///
  /// {@snippet class="dev.hearth.testkit.ClientExamplesTest" region="outcome" :
  ///
  /// String outcome =
  ///     switch (client.send(OutgoingMessage.text(conversation, "Hello"))) {
  ///       case Sent.Accepted accepted -> "✓";
  ///       case Sent.Refused(int code, String why) -> "refused with " + code + ": " + why;
  ///       case Sent.IdentityChanged(var users) -> users + " have other keys than before";
  ///       case Sent.InDoubt(var users) -> users + " are said to read no more secrets";
  ///     };
  /// }
  ///
  /// @throws HearthException when the session was ended or the client closed
  /// @throws IllegalStateException before [#connect(ClientListener)]; or the message is protected
  ///   by [Protection#SIGNAL], and the client has no store
  Sent send(OutgoingMessage message) throws InterruptedException;

  /// Says something as well protected as everybody in the conversation can read it: sealed between
  /// people when this client has a store, sealed for a bot that takes it, else as it is; cards and
  /// other things that can't be sealed as they are. The conversation must be there already.
  ///
  /// It is never less protected than what was said there before, or than the other one was known to
  /// take: where the server says otherwise, nothing is sent ([Sent.InDoubt]).
  ///
  /// In a group that has people in it, bots can't read what is sealed for the people, nor is it ever
  /// left open because of what it says: a text for a bot there, which the apps leave open when it
  /// begins with the bot's number, as in `@7000000002 …`, is [sent][#send] as it is.
  ///
  /// @throws HearthException as [#send]; or the server can't tell who is there
  Sent say(ConversationId conversation, Payload.Sendable payload) throws InterruptedException;

  /// As [#say(ConversationId, Payload.Sendable)], of a message that has an id, a quote or a
  /// recipient; how it is [protected][OutgoingMessage#protectedBy] is chosen anew.
  Sent say(OutgoingMessage message) throws InterruptedException;

  /// As [#say(ConversationId, Payload.Sendable)], of a text.
  default Sent say(ConversationId conversation, String text) throws InterruptedException {
    return say(conversation, new Text(text));
  }

  /// How [#say] would protect a message in this conversation. Messages that can't be sealed, such
  /// as a card, are sent unprotected.
  ///
  /// @throws HearthException as [#say]
  /// @throws IllegalStateException before [#connect(ClientListener)]
  Protection protectionIn(ConversationId conversation) throws InterruptedException;

  /// The number to compare with another person: if both see the same number, nobody is between
  /// them. If the person has [another key][ClientListener#identityChanged] now, it is the number of
  /// that key.
  ///
  /// @return empty when nothing sealed has passed between the two yet, or without a store
  Optional<SafetyNumber> findSafetyNumber(UserId user);

  /// Accepts the identity key of this number as the user's. Their messages that waited for this
  /// follow.
  ///
  /// @param number the number that the caller compared, or at least saw
  /// @return false when it is not the user's number anymore: they have yet another key
  /// @throws IllegalStateException without a store
  boolean acceptIdentity(UserId user, SafetyNumber number);

  /// Believes from now on what the server says of this user's [protection and keys][TrustChange],
  /// and that their messages are as [weak][IncomingMessage#weaker] as the last. Ask the user first,
  /// and not over this server.
  ///
  /// @return false when there is nothing that is not believed
  boolean acceptChange(UserId user);

  /// How this user takes messages, as far as this client has learnt and believes; `NONE` also when
  /// it knows nothing of them.
  Protection knownProtection(UserId user);

  /// Tells the server that these were read, which tells their authors. Returns once that is on its
  /// way; the server learns of it within the [Pace], after a reconnect if need be. Waits when more
  /// than 10,000 acknowledgements are. Does nothing once the session has ended.
  void read(Collection<MessageId> messages) throws InterruptedException;

  /// The conversation of this user with another one, whether or not it exists yet.
  default ConversationId conversationWith(UserId other) {
    return ConversationId.ofContact(user(), other);
  }

  /// The HTTP API.
  HearthApi api();

  /// Sends the acknowledgements that wait, for at most 2 s, and disconnects. Calls that wait for
  /// the server end with a [HearthException].
  ///
  /// The listener is interrupted, and waited for, for at most 2 s. It may close the client itself:
  /// then this returns at once, and the client is closed when the listener has returned, with its
  /// message acknowledged.
  @Override
  void close();
}
