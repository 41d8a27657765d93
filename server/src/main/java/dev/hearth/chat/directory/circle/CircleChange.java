package dev.hearth.chat.directory.circle;

import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// That a conversation comes into a circle, or goes.
///
/// @param other whom the conversation is with, where the client says so
public record CircleChange(
    CircleMove action, CircleId circle, ConversationId conversation, Optional<UserId> other) {
  public enum CircleMove {
    ADD,
    REMOVE
  }
}
