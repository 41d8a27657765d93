package dev.hearth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that goes like the machine's, and can be turned. It begins at the real time. Any thread
/// may use it.
public final class TurnableClock implements InstantSource {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  TurnableClock() {}

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  /// Turns the clock, back too where `by` is negative. Connections and pauses don't notice: they
  /// are measured by the machine.
  public void turn(Duration by) {
    ahead.accumulateAndGet(by, Duration::plus);
  }
}
