package dev.hearth.platform.settings;

import java.time.Duration;

/// How much may be used: `burst` at once, and `refill` comes back in every `per`. Written `2000
/// then 100/s` in a settings file, or `64 MiB then 4 MiB/s`.
public record Rate(long burst, long refill, Duration per) {
  public Rate {
    if (burst < 1 || refill < 1) {
      throw new IllegalArgumentException("a rate has at least one, and gets at least one back");
    }
    if (refill > per.toNanos()) {
      throw new IllegalArgumentException("a rate gets back at most one in a nanosecond");
    }
  }

  /// How long it takes until an empty one is full again.
  public Duration fullAfter() {
    double seconds = (double) burst / refill * per.toNanos() / 1e9;
    return Duration.ofSeconds((long) Math.ceil(seconds));
  }
}
