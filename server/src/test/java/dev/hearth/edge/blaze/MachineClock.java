package dev.hearth.edge.blaze;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// The machine's clock, at which a test can hold some threads, or which it can break for them. The
/// log reads it before it writes, an allowance before it is charged: so a commit or a request takes
/// as long as the test wants, or fails. Any thread may call it.
final class MachineClock implements InstantSource {
  /// The threads that a test means.
  enum On implements Predicate<Thread> {
    LOG,
    EVENT_LOOPS,
    WORKERS;

    @Override
    public boolean test(Thread thread) {
      return switch (this) {
        case LOG -> thread.getName().equals("log");
        case EVENT_LOOPS -> thread.getName().contains("eventloop");
        case WORKERS -> thread.isVirtual();
      };
    }
  }

  private static final long PATIENCE_MILLIS = 10_000;

  private Optional<On> held = Optional.empty();
  private Optional<On> broken = Optional.empty();
  private int waiting;

  /// From now on these threads stop where they read the time, until {@link #release}.
  synchronized void hold(On threads) {
    held = Optional.of(threads);
  }

  /// Waits until a thread has stopped.
  synchronized void awaitHeld() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (waiting == 0) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("nobody read the time");
      }
      wait(left);
    }
  }

  synchronized void release() {
    held = Optional.empty();
    notifyAll();
  }

  /// From now on these threads fail where they read the time, until {@link #mend}.
  synchronized void breakFor(On threads) {
    broken = Optional.of(threads);
  }

  synchronized void mend() {
    broken = Optional.empty();
  }

  @Override
  public Instant instant() {
    pass(Thread.currentThread());
    return InstantSource.system().instant();
  }

  private synchronized void pass(Thread thread) {
    if (broken.filter(threads -> threads.test(thread)).isPresent()) {
      throw new IllegalStateException("the clock is on fire");
    }
    while (held.filter(threads -> threads.test(thread)).isPresent()) {
      waiting++;
      notifyAll();
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        waiting--;
      }
    }
  }
}
