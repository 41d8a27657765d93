package dev.hearth.sdk.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Pauses that double up to a longest one, each shortened by a random part of up to a half, so that
/// clients that were cut off together don't come back together. For one thread.
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.next = first;
  }

  public Duration next() {
    Duration pause = next.compareTo(longest) < 0 ? next : longest;
    next = pause.multipliedBy(2);
    long nanos = pause.toNanos();
    return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
  }

  /// The next pause, or the one that the other side asks for when that is longer.
  public Duration next(Optional<Duration> atLeast) {
    Duration pause = next();
    return atLeast.filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
  }

  public void reset() {
    next = first;
  }
}
