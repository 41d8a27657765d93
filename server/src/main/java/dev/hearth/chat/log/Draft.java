package dev.hearth.chat.log;

import java.util.List;

/// A message on its way into one or more logs: the conversation's, or the mailboxes of the sessions
/// it is meant for. No logs at all is allowed: the id is filed, nobody gets it.
public record Draft(Message message, List<LogId> logs) {
  public Draft {
    logs = List.copyOf(logs);
  }
}
