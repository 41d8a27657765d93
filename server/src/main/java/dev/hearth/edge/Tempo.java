package dev.hearth.edge;

import java.time.Duration;

/// The lowest speed of a transfer. A slower one is ended, so that its place is free for others.
///
/// @param patience how long nothing may come at all, and how long a transfer may take to get going
/// @param slowest bytes a second, on average
public record Tempo(Duration patience, long slowest) {
  /// Even the worst mobile networks are faster.
  public static final Tempo USUAL = new Tempo(Duration.ofSeconds(30), 2 << 10);

  public Tempo {
    if (!patience.isPositive() || slowest < 1) {
      throw new IllegalArgumentException("patience and bytes a second are more than nothing");
    }
  }

  /// Whether a transfer is too slow that began at `begun`, by [System#nanoTime], and has moved
  /// `bytes` since.
  public boolean isTooSlow(long begun, long bytes) {
    long due = System.nanoTime() - begun - patience.toNanos();
    return due > 0 && (double) bytes < (double) slowest * due / 1e9;
  }

  /// The longest time that a transfer of `bytes` may take.
  public Duration most(long bytes) {
    return patience.plusMillis(1_000 * bytes / slowest);
  }
}
