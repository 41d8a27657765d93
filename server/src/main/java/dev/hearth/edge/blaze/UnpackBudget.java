package dev.hearth.edge.blaze;

/// How many unpacked bytes one connection may have taken: a rate, and some seconds of it at once.
/// One event loop.
final class UnpackBudget {
  /// How much a connection that was quiet may have at once, in seconds of its rate.
  private static final int SECONDS_AT_ONCE = 8;

  private final long rate;
  private final long most;
  private long left;
  private long at;

  /// @param rate bytes in a second
  /// @param now in milliseconds, of any clock that only goes forward
  UnpackBudget(int rate, long now) {
    this.rate = rate;
    this.most = (long) rate * SECONDS_AT_ONCE;
    this.left = most;
    this.at = now;
  }

  /// Uses these bytes, which were unpacked already.
  ///
  /// @return for how many milliseconds no more must be taken
  long use(int bytes, long now) {
    left = Math.min(most, left + (now - at) * rate / 1000) - bytes;
    at = now;
    return left >= 0 ? 0 : (-left * 1000 + rate - 1) / rate;
  }
}
