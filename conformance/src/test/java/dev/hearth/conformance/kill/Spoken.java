package dev.hearth.conformance.kill;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.util.Set;

/// A message that somebody means to say.
///
/// @param text of a recall, its payload
/// @param listeners the names of those who must get it once the server has answered SENT
record Spoken(
    MessageId id,
    String author,
    ConversationId conversation,
    Kind kind,
    String text,
    Set<String> listeners) {
  enum Kind {
    SAID,
    /// Said, and recalled as soon as it is answered.
    REGRETTED,
    RECALL
  }

  Spoken {
    listeners = Set.copyOf(listeners);
  }

  String category() {
    return kind == Kind.RECALL ? "MESSAGE_RECALL" : "PLAIN_TEXT";
  }

  /// The recall of this message.
  Spoken recall() {
    String payload = "{\"message_id\":\"" + id + "\"}";
    return new Spoken(MessageId.random(), author, conversation, Kind.RECALL, payload, listeners);
  }
}
