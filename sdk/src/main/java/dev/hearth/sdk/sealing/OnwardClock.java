package dev.hearth.sdk.sealing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that begins where another one is, and never steps back: what is due in an hour is due in
/// an hour, also when the machine's clock is set back by a week meanwhile. Any thread may call.
public final class OnwardClock implements InstantSource {
  private final InstantSource clock;
  private Instant read;
  private Instant now;

  public OnwardClock(InstantSource clock) {
    this.clock = clock;
    this.read = clock.instant();
    this.now = read;
  }

  @Override
  public synchronized Instant instant() {
    Instant latest = clock.instant();
    Duration since = Duration.between(read, latest);
    read = latest;
    if (since.isPositive()) {
      now = now.plus(since);
    }
    return now;
  }
}
