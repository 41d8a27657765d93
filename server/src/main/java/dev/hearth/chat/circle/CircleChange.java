package dev.hearth.chat.circle;

import dev.hearth.protocol.CircleId;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.UserId;
import java.util.Optional;

/// That a conversation comes into a circle, or goes.
///
/// @param other whom the conversation is with, where the client says so
public record CircleChange(
    Action action, CircleId circle, ConversationId conversation, Optional<UserId> other) {
  public enum Action {
    ADD,
    REMOVE
  }
}
