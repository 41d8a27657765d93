package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.Set;

/// A message as it is stored and pushed. The payload is opaque and never changes; nobody who gets
/// the array may write to it.
///
/// @param session the author's session; empty for messages of the server itself
/// @param category upper-case ASCII letters, digits and `_`, at most 64
/// @param payload the bytes behind `data` and `data_base64`
/// @param representative the user an app speaks for
/// @param expireIn seconds after reading at which clients let it disappear; 0 is never
public record Message(
    MessageId id,
    ConversationId conversation,
    UserId author,
    Optional<SessionId> session,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<UserId> representative,
    Optional<MessageId> quote,
    boolean silent,
    int expireIn) {
  private static final Set<String> BEHIND_THE_SCENES =
      Set.of("PLAIN_JSON", "SIGNAL_KEY", "MESSAGE_RECALL", "MESSAGE_PIN");

  public Message withPayload(byte[] other) {
    return new Message(
        id,
        conversation,
        author,
        session,
        category,
        other,
        representative,
        quote,
        silent,
        expireIn);
  }

  /// Whether the author may be told how far this came. The server itself has no use for that, and
  /// no client shows it for what clients say to each other behind the scenes.
  public boolean receipted() {
    return session.isPresent() && !BEHIND_THE_SCENES.contains(category);
  }
}
