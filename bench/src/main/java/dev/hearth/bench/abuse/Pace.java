package dev.hearth.bench.abuse;

import java.util.concurrent.atomic.AtomicLong;

/// Spreads tries over time, for all attackers together. Any thread.
final class Pace {
  private static final long SECOND_NANOS = 1_000_000_000;

  private final long perSecond;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  Pace(int perSecond) {
    this.perSecond = perSecond;
  }

  /// Waits until the next `tries` attempts are due. Attempts that are more than a second late are
  /// not made up for.
  void awaitTurn(int tries) throws InterruptedException {
    long step = tries * SECOND_NANOS / perSecond;
    long now = System.nanoTime();
    long due = next.updateAndGet(last -> Math.max(last, now - SECOND_NANOS) + step) - step;
    long left = due - now;
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    } else if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
