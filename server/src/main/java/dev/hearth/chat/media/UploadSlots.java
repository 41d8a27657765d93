package dev.hearth.chat.media;

import dev.hearth.protocol.UserId;
import java.util.HashMap;
import java.util.Map;

/// How many uploads there are, altogether and of each owner. Any thread.
final class UploadSlots {
  /// An app uploads a few at once; more than that must not take the room of others.
  private static final int EACH = 8;

  private final int most;
  private final Map<UserId, Integer> taken = new HashMap<>();
  private int all;

  UploadSlots(int most) {
    this.most = most;
  }

  synchronized boolean take(UserId owner) {
    if (all >= most || taken.getOrDefault(owner, 0) >= EACH) {
      return false;
    }
    all++;
    taken.merge(owner, 1, Integer::sum);
    return true;
  }

  synchronized void giveBack(UserId owner) {
    all--;
    taken.computeIfPresent(owner, (_, count) -> count > 1 ? count - 1 : null);
  }
}
