package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Drafts as tests need them.
public final class Drafts {
  private Drafts() {}

  /// A text by `author` for the log of `conversation`.
  public static Draft text(UserId author, ConversationId conversation, String text) {
    return to(
        message(MessageId.random(), author, conversation, "PLAIN_TEXT", text),
        LogId.of(conversation));
  }

  public static Draft to(Message message, LogId... logs) {
    return new Draft(message, List.of(logs));
  }

  public static Message message(
      MessageId id, UserId author, ConversationId conversation, String category, String payload) {
    return new Message(
        id,
        conversation,
        author,
        Optional.of(new SessionId(author.uuid())),
        category,
        payload.getBytes(StandardCharsets.UTF_8),
        Optional.empty(),
        Optional.empty(),
        false,
        0);
  }

  public static String payload(Entry entry) {
    return new String(entry.message().payload(), StandardCharsets.UTF_8);
  }
}
