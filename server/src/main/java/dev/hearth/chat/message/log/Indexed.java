package dev.hearth.chat.message.log;

import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.util.List;

/// The record of a message under its id, also after its entries are gone.
///
/// @param logs where it was put
/// @param receipted whether its author may be told how far it came
public record Indexed(
    MessageId id,
    ConversationId conversation,
    UserId author,
    List<LogId> logs,
    long position,
    MessageStatus status,
    boolean receipted) {
  public Indexed {
    logs = List.copyOf(logs);
  }

  /// Whether everybody in the conversation was meant to get it, and not only some sessions.
  public boolean saidToAll() {
    return logs.contains(LogId.of(conversation));
  }

  public Indexed withStatus(MessageStatus reached) {
    return new Indexed(id, conversation, author, logs, position, reached, receipted);
  }
}
