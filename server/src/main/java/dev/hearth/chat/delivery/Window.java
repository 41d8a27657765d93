package dev.hearth.chat.delivery;

import dev.hearth.chat.log.LogId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one connection was pushed and has not acknowledged. Its {@link Reader}'s lock guards it.
final class Window {

  /// Where a pushed message stands, and whom to tell about it.
  record Pushed(LogId log, long previous, long position, UserId author, Announced.Spread spread) {}

  private final int most;
  // Idle connections are many; they carry no map.
  private @Nullable Map<MessageId, Pushed> pushed;

  Window(int most) {
    this.most = most;
  }

  boolean full() {
    return size() >= most;
  }

  /// Whether it emptied far enough that reading the log again is worth it.
  boolean roomy() {
    return size() <= most / 2;
  }

  int size() {
    return pushed == null ? 0 : pushed.size();
  }

  void add(MessageId id, Pushed message) {
    if (pushed == null) {
      pushed = new HashMap<>();
    }
    pushed.put(id, message);
  }

  boolean holds(MessageId id) {
    return pushed != null && pushed.containsKey(id);
  }

  Optional<Pushed> take(MessageId id) {
    if (pushed == null) {
      return Optional.empty();
    }
    var taken = Optional.ofNullable(pushed.remove(id));
    if (pushed.isEmpty()) {
      pushed = null;
    }
    return taken;
  }

  void clear() {
    pushed = null;
  }
}
