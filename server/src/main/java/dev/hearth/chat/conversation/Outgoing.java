package dev.hearth.chat.conversation;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A message that is still to be put into the log. Its id is always the same for the same event, so
/// that putting it there twice stores it once.
///
/// @param conversation the system's own where it belongs to none
/// @param author the system user, or whom the server speaks for
/// @param createdAt microseconds since the epoch, strictly increasing
public record Outgoing(
    MessageId id,
    ConversationId conversation,
    UserId author,
    String category,
    String payload,
    Recipients recipients,
    long createdAt) {

  static MessageId idFor(ConversationId conversation, String event) {
    var name = conversation + " " + event;
    return new MessageId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
