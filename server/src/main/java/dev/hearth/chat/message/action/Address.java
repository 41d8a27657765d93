package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.message.log.LogId;
import java.util.List;
import java.util.Optional;

/// The logs that a message is written to.
sealed interface Address {

  /// @param in the conversation of the message; empty where it need not exist
  record Logs(List<LogId> logs, Optional<Conversation> in) implements Address {
    public Logs {
      logs = List.copyOf(logs);
    }
  }

  /// The recipient doesn't want to hear the sender. A person doesn't learn this: the message is
  /// still accepted.
  record Nobody() implements Address {}

  record Forbidden(Refusal why) implements Address {}
}
