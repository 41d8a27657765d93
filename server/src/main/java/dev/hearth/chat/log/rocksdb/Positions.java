package dev.hearth.chat.log.rocksdb;

import dev.hearth.protocol.WireTime;
import java.time.InstantSource;

/// Gives out positions: the time in microseconds, but always beyond the last one, also when the
/// clock goes back or stands still. For the thread that commits.
final class Positions {
  private final InstantSource clock;
  private long last;

  /// @param last the last position given out before the start; 0 for none
  Positions(InstantSource clock, long last) {
    this.clock = clock;
    this.last = last;
  }

  /// The time of a commit, to be asked for once and handed to each {@link #next} of it.
  long now() {
    return WireTime.micros(clock.instant());
  }

  long next(long now) {
    last = Math.max(now, last + 1);
    return last;
  }

  long last() {
    return last;
  }
}
