package dev.hearth.chat.message.log;

import dev.hearth.protocol.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is turned, also backwards.
public final class TurnedClock implements InstantSource {
  private volatile Instant now;

  public TurnedClock(Instant now) {
    this.now = now;
  }

  public void turn(Duration by) {
    now = now.plus(by);
  }

  public long micros() {
    return WireTime.micros(now);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
