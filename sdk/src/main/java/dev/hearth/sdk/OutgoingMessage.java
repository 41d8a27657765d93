package dev.hearth.sdk;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A message to send. Its id is chosen here: sent twice, it is stored once.
///
/// @param recipient the other person of a contact's conversation (the original service wants it
///   there from bots), or the only member of a group who is to get it
/// @param category such as `PLAIN_TEXT`; see [dev.hearth.protocol.Category]
/// @param payload the bytes the category calls for, at most some 90,000 for the original service
/// @param quote the message this one answers
/// @param representative the user a bot speaks for
/// @param silent whether the recipients' devices keep quiet
/// @param expireIn seconds after reading at which clients let it disappear; 0 is never
public record OutgoingMessage(
    MessageId id,
    ConversationId conversation,
    Optional<UserId> recipient,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<MessageId> quote,
    Optional<UserId> representative,
    boolean silent,
    int expireIn) {

  /// @throws IllegalArgumentException when the time to disappear is negative
  public OutgoingMessage {
    if (expireIn < 0) {
      throw new IllegalArgumentException("a message can't expire before it is read");
    }
    payload = payload.clone();
  }

  /// A message of any category under a fresh id.
  public static OutgoingMessage of(ConversationId conversation, String category, byte[] payload) {
    return new OutgoingMessage(
        MessageId.random(),
        conversation,
        Optional.empty(),
        category,
        payload,
        Optional.empty(),
        Optional.empty(),
        false,
        0);
  }

  /// Plain text, readable by the server, under a fresh id.
  public static OutgoingMessage text(ConversationId conversation, String text) {
    return of(conversation, "PLAIN_TEXT", text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  @Override
  public byte[] payload() {
    return payload.clone();
  }

  /// The same message under this id.
  public OutgoingMessage withId(MessageId other) {
    return new OutgoingMessage(
        other, conversation, recipient, category, payload, quote, representative, silent, expireIn);
  }

  /// The same message, for this user.
  public OutgoingMessage to(UserId user) {
    return new OutgoingMessage(
        id,
        conversation,
        Optional.of(user),
        category,
        payload,
        quote,
        representative,
        silent,
        expireIn);
  }

  /// The same message, as an answer to another.
  public OutgoingMessage quoting(MessageId other) {
    return new OutgoingMessage(
        id,
        conversation,
        recipient,
        category,
        payload,
        Optional.of(other),
        representative,
        silent,
        expireIn);
  }
}
