package dev.hearth.conformance.kill;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import java.util.Set;

/// A message that somebody means to say.
///
/// @param listeners the names of those who must get it once the server has answered SENT
record Spoken(
    MessageId id, String author, ConversationId conversation, String text, Set<String> listeners) {
  Spoken {
    listeners = Set.copyOf(listeners);
  }
}
