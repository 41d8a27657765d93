package dev.hearth;

import dev.hearth.protocol.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is turned. Any thread may use it.
public final class TestingClock implements InstantSource {
  private volatile Instant now;

  public TestingClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /// The time as positions count it.
  public long micros() {
    return WireTime.micros(now);
  }

  /// Turns the clock, back too where `by` is negative.
  public void turn(Duration by) {
    now = now.plus(by);
  }
}
