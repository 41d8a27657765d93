package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.LogId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The last positions of the logs written lately, which spares a search for each append. For the
/// thread that commits.
///
/// It may run ahead of what is stored while a batch is put together; only once that is written may
/// a head be dropped.
final class Heads {
  private final int most;
  private final Map<LogId, Long> positions = new LinkedHashMap<>(16, 0.75f, true);

  Heads(int most) {
    this.most = most;
  }

  OptionalLong find(LogId log) {
    Long position = positions.get(log);
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  void put(LogId log, long position) {
    positions.put(log, position);
  }

  /// The new positions are stored: the heads that were unused for longest may go.
  void written() {
    Iterator<LogId> longestUnused = positions.keySet().iterator();
    for (int over = positions.size() - most; over > 0; over--) {
      longestUnused.next();
      longestUnused.remove();
    }
  }

  /// The new positions are perhaps not stored.
  void clear() {
    positions.clear();
  }
}
