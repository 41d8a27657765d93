package dev.hearth.platform.runtime;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// Whether the server takes work, and if not, why: conditions that parts raise and clear, each
/// under its name. Any thread may call.
public final class Health {
  private final ConcurrentSkipListMap<String, String> reasons = new ConcurrentSkipListMap<>();

  /// The server does not take all work until this is cleared. Raised again, it has a new reason.
  ///
  /// @param condition its name, in words with hyphens
  /// @param reason for operators: anybody may read it
  public void raise(String condition, String reason) {
    reasons.put(condition, reason);
  }

  public void clear(String condition) {
    reasons.remove(condition);
  }

  /// Why the server does not take all work; empty when it does.
  public List<String> reasons() {
    return List.copyOf(reasons.values());
  }
}
