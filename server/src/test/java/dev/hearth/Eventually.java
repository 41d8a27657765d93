package dev.hearth;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits for a state that gives no signal, such as a meter, a file, or a thread that is blocked.
/// Where a latch, a queue or an event can say it, a test waits for that instead.
///
/// The pauses between two looks grow, from a fraction of a millisecond to five milliseconds: a
/// state that is near is seen at once, and one that is far costs little of the processor.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Eventually() {}

  /// A state that is looked at until it is reached.
  public interface State<E extends Exception> {
    boolean isReached() throws E;
  }

  /// Returns once the state is reached.
  ///
  /// @param what the state in words, such as `the log is empty`
  /// @throws AssertionError when it is not reached in half a minute
  public static <E extends Exception> void holds(String what, State<E> state) throws E {
    if (!isReached(PATIENCE, state)) {
      throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
    }
  }

  /// Returns true once the state is reached, or false when it is not within `patience`, for callers
  /// that can say better what is missing.
  public static <E extends Exception> boolean isReached(Duration patience, State<E> state)
      throws E {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    while (!state.isReached()) {
      // An interrupt ends the pauses, and so the wait.
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
    return true;
  }
}
