package dev.hearth.chat.action;

import dev.hearth.chat.conversation.Conversation;
import dev.hearth.chat.log.LogId;
import java.util.List;
import java.util.Optional;

/// Where something that somebody wants to say goes.
sealed interface Address {

  /// @param in the conversation it is said in; empty where it need not exist
  record Logs(List<LogId> logs, Optional<Conversation> in) implements Address {
    public Logs {
      logs = List.copyOf(logs);
    }
  }

  /// Who should get it doesn't want to, and a person is not told: it is accepted all the same.
  record Nobody() implements Address {}

  record Forbidden() implements Address {}
}
