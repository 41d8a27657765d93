package dev.hearth.chat.message.log;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A message on its way into one or more logs: the conversation's, or the mailboxes of the sessions
/// it is meant for, each named once. No logs at all is allowed: the id is filed, nobody gets it.
///
/// @param recall the message that it takes back, if it is a recall
public record Draft(Message message, List<LogId> logs, Optional<Recall> recall) {
  public Draft {
    logs = List.copyOf(logs);
    if (logs.size() > 1 && new HashSet<>(logs).size() < logs.size()) {
      throw new IllegalArgumentException("a draft names a log twice");
    }
  }

  /// About what its entries will take in the store.
  public long bytes() {
    return logs.size() * Entry.bytes(message.payload());
  }

  public Draft(Message message, List<LogId> logs) {
    this(message, logs, Optional.empty());
  }
}
