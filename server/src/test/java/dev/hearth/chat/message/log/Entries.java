package dev.hearth.chat.message.log;

import java.util.List;

/// Entries of a log, for tests that don't mind how many bytes they are.
public final class Entries {
  private Entries() {}

  /// Those after `after`, ascending, at most `limit`.
  public static List<Entry> of(LogStore store, LogId log, long after, int limit) {
    return store.read(log, after, limit, Long.MAX_VALUE);
  }
}
