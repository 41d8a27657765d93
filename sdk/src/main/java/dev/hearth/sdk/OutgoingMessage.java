package dev.hearth.sdk;

import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A message to send. Its id is chosen here: sent twice, it is stored once.
///
/// Its contents are one of the records of [dev.hearth.protocol.payload], such as
/// `OutgoingMessage.of(conversation, Image.of(attachment, 640, 480))`.
///
/// @param recipient the other person of a contact's conversation (the original service wants it
///   there from bots), or the only member of a group who is to get it
/// @param category such as `PLAIN_TEXT`; see [dev.hearth.protocol.payload.Category]
/// @param payload the bytes the category calls for, at most some 90,000 for the original service
/// @param quote the message this one answers; in a call, its offer
/// @param representative the user a bot speaks for
/// @param mentions users to alert though they muted the conversation, at most 1,024
/// @param silent whether the recipients' devices keep quiet
/// @param expireIn seconds after reading at which clients let it disappear; 0 is what the
///   conversation says
/// @param protection how it travels. The category and payload are those of what is said, such as
///   `PLAIN_TEXT`, however it travels; the client seals them when it sends
public record OutgoingMessage(
    MessageId id,
    ConversationId conversation,
    Optional<UserId> recipient,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<MessageId> quote,
    Optional<UserId> representative,
    List<UserId> mentions,
    boolean silent,
    int expireIn,
    Protection protection) {

  /// @throws IllegalArgumentException when the time to disappear is negative, too many users are
  ///   mentioned, or the category can't be sealed so
  public OutgoingMessage {
    if (expireIn < 0) {
      throw new IllegalArgumentException("a message can't expire before it is read");
    }
    if (mentions.size() > MessageRequest.MOST_MENTIONS) {
      throw new IllegalArgumentException("too many mentions");
    }
    if (!protection.covers(category)) {
      throw new IllegalArgumentException(category + " does not travel as " + protection);
    }
    payload = payload.clone();
    mentions = List.copyOf(mentions);
  }

  /// A message that says `payload`, under a fresh id.
  public static OutgoingMessage of(ConversationId conversation, Payload.Sendable payload) {
    return of(conversation, payload.category(), payload.toBytes());
  }

  /// A message of any category under a fresh id: for what this version has no record for, such as
  /// what somebody else has encrypted.
  public static OutgoingMessage of(ConversationId conversation, String category, byte[] payload) {
    return new OutgoingMessage(
        MessageId.random(),
        conversation,
        Optional.empty(),
        category,
        payload,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        0,
        Protection.NONE);
  }

  /// Plain text, readable by the server, under a fresh id.
  public static OutgoingMessage text(ConversationId conversation, String text) {
    return of(conversation, new Text(text));
  }

  /// A copy of the bytes.
  @Override
  public byte[] payload() {
    return payload.clone();
  }

  /// The same message under this id.
  public OutgoingMessage withId(MessageId other) {
    return changed(it -> it.id = other);
  }

  /// The same message, for this user.
  public OutgoingMessage to(UserId user) {
    return changed(it -> it.recipient = Optional.of(user));
  }

  /// The same message, as an answer to another.
  public OutgoingMessage quoting(MessageId other) {
    return changed(it -> it.quote = Optional.of(other));
  }

  /// The same message, said by a bot for this user.
  public OutgoingMessage speakingFor(UserId user) {
    return changed(it -> it.representative = Optional.of(user));
  }

  /// The same message, which alerts these users though they muted the conversation.
  public OutgoingMessage mentioning(List<UserId> users) {
    return changed(it -> it.mentions = users);
  }

  /// The same message, of which the recipients' devices make no noise.
  public OutgoingMessage silently() {
    return changed(it -> it.silent = true);
  }

  /// The same message, which disappears this long after it was read, in whole seconds.
  ///
  /// @throws IllegalArgumentException when that is negative, or more than 68 years
  public OutgoingMessage expiringAfter(Duration time) {
    return changed(it -> it.expireIn = seconds(time));
  }

  /// The same message, travelling so.
  ///
  /// @throws IllegalArgumentException when its category can't: only what people say can be sealed,
  ///   no cards, recalls or calls
  public OutgoingMessage protectedBy(Protection other) {
    return changed(it -> it.protection = other);
  }

  private static int seconds(Duration time) {
    if (time.toSeconds() > Integer.MAX_VALUE || time.isNegative()) {
      throw new IllegalArgumentException("a message can't disappear after " + time);
    }
    return (int) time.toSeconds();
  }

  private OutgoingMessage changed(Consumer<Change> change) {
    var copy = new Change(this);
    change.accept(copy);
    return copy.toMessage();
  }

  /// A copy while it is changed.
  private static final class Change {
    private final OutgoingMessage original;
    private MessageId id;
    private Optional<UserId> recipient;
    private Optional<MessageId> quote;
    private Optional<UserId> representative;
    private List<UserId> mentions;
    private boolean silent;
    private int expireIn;
    private Protection protection;

    Change(OutgoingMessage original) {
      this.original = original;
      this.id = original.id;
      this.recipient = original.recipient;
      this.quote = original.quote;
      this.representative = original.representative;
      this.mentions = original.mentions;
      this.silent = original.silent;
      this.expireIn = original.expireIn;
      this.protection = original.protection;
    }

    OutgoingMessage toMessage() {
      return new OutgoingMessage(
          id,
          original.conversation,
          recipient,
          original.category,
          original.payload,
          quote,
          representative,
          mentions,
          silent,
          expireIn,
          protection);
    }
  }
}
