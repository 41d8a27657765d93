package dev.hearth.chat.log;

import java.util.HashSet;
import java.util.List;

/// A message on its way into one or more logs: the conversation's, or the mailboxes of the sessions
/// it is meant for, each named once. No logs at all is allowed: the id is filed, nobody gets it.
public record Draft(Message message, List<LogId> logs) {
  public Draft {
    logs = List.copyOf(logs);
    if (logs.size() > 1 && new HashSet<>(logs).size() < logs.size()) {
      throw new IllegalArgumentException("a draft names a log twice");
    }
  }
}
