package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.protocol.id.MessageId;
import java.util.Optional;

/// The result of looking into the payload of a message.
sealed interface Content {

  /// @param payload as it was sent, or completed; not to be written to
  /// @param takesBack the message it takes back, in a recall
  record Valid(
      @SuppressWarnings("ArrayRecordComponent") byte[] payload, Optional<MessageId> takesBack)
      implements Content {}

  /// No client can show it, or what the server has to know of it can't be read.
  record Refused(Refusal why) implements Content {}
}
