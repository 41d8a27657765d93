package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import java.util.UUID;

/// Names a log. A conversation's log carries what all its members get; a session's mailbox carries
/// what is meant for that session alone.
public record LogId(UUID uuid) {

  public static LogId of(ConversationId conversation) {
    return new LogId(conversation.uuid());
  }

  public static LogId mailbox(SessionId session) {
    return new LogId(session.uuid());
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
