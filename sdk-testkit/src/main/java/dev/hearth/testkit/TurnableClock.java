package dev.hearth.testkit;

import dev.hearth.platform.runtime.BackgroundTasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that goes like the machine's, and can be turned. It begins at the real time. Any thread
/// may use it.
public final class TurnableClock implements InstantSource {
  /// The server lets nothing age by more than a day between two looks at the time.
  private static final Duration MOST_AT_ONCE = Duration.ofHours(12);

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Passing passing = new Passing();

  TurnableClock() {}

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  /// Turns the clock ahead, and the server takes it for time that passes: what it holds gets older,
  /// and what has run out goes. Back where `by` is negative, as somebody sets a clock. Connections
  /// and pauses don't notice: they are measured by the machine. The token of a client that is about
  /// to connect may have expired when it arrives: the client signs another one.
  public void turn(Duration by) {
    Duration left = by;
    while (left.compareTo(MOST_AT_ONCE) > 0) {
      step(MOST_AT_ONCE);
      left = left.minus(MOST_AT_ONCE);
    }
    step(left);
  }

  private void step(Duration by) {
    ahead.accumulateAndGet(by, Duration::plus);
    if (by.isPositive()) {
      passing.turn(by);
    }
  }

  /// Time as it passes for the server.
  BackgroundTasks.Time passing() {
    return passing;
  }

  private static final class Passing implements BackgroundTasks.Time {
    private final AtomicLong turned = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void turn(Duration by) {
      turned.addAndGet(by.toNanos());
      listeners.forEach(Runnable::run);
    }

    @Override
    public long nanos() {
      return System.nanoTime() + turned.get();
    }

    @Override
    public void whenTurned(Runnable listener) {
      listeners.add(listener);
    }
  }
}
