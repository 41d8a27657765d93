package dev.hearth.cli.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.payload.Button;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The buttons that came in a chat, by their numbers; the latest 1,000. For any thread.
final class OfferedButtons {
  private static final int MOST = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  @GuardedBy("lock")
  private final Map<Integer, OfferedButton> buttons = new LinkedHashMap<>();

  @GuardedBy("lock")
  private int last;

  /// @param conversation where it was offered, and where it says something when it is pressed
  record OfferedButton(ConversationId conversation, Button button) {}

  /// @return the button's number
  int add(ConversationId conversation, Button button) {
    lock.lock();
    try {
      last++;
      buttons.put(last, new OfferedButton(conversation, button));
      buttons.remove(last - MOST);
      added.signalAll();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /// The button of this number; waits for it to come, but not long.
  Optional<OfferedButton> find(int number, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (number > last && left > 0) {
        left = added.awaitNanos(left);
      }
      return Optional.ofNullable(buttons.get(number));
    } finally {
      lock.unlock();
    }
  }
}
