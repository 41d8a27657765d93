package dev.hearth.platform.limits;

import java.time.Duration;

/// The answer of an allowance to somebody who wants to use some of it.
public sealed interface Charge {

  /// The units were there, and are used now.
  record Allowed() implements Charge {
    static final Allowed ONE = new Allowed();
  }

  /// Too few units were there, and none was used.
  ///
  /// @param allowance its name, which is also that of its setting
  /// @param left how many units there are
  /// @param refillsIn when there will be as many as were asked for, if nothing else uses them
  record Refused(String allowance, long left, Duration refillsIn) implements Charge {
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(2);

    /// In whole seconds, for a `Retry-After`: at least one.
    public long seconds() {
      return Math.max(1, refillsIn.plusNanos(999_999_999).toSeconds());
    }

    /// How long to wait before it is said to a client that may repeat at once what is refused. Some
    /// clients give up on an answer after three seconds.
    public Duration pause() {
      return refillsIn.compareTo(LEAST_PAUSE) < 0
          ? LEAST_PAUSE
          : refillsIn.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : refillsIn;
    }
  }
}
