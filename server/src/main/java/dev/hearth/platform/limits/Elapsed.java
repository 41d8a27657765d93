package dev.hearth.platform.limits;

import io.github.bucket4j.TimeMeter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// The time that has passed, by a clock that may be set. A step back counts as zero: with the
/// clock's own readings, a step back by a day would keep every allowance empty for a day. Any
/// thread may call.
public final class Elapsed implements TimeMeter {
  /// Readings this close together change nothing that threads share.
  private static final long FINE = 10_000_000;

  private record Reading(Instant clock, long elapsed) {}

  private final InstantSource clock;
  private volatile Reading last;

  public Elapsed(InstantSource clock) {
    this.clock = clock;
    this.last = new Reading(clock.instant(), 0);
  }

  /// A clock that begins where the other one is, and never steps back.
  public static InstantSource onwards(InstantSource clock) {
    Instant start = clock.instant();
    var elapsed = new Elapsed(clock);
    return () -> start.plusNanos(elapsed.currentTimeNanos());
  }

  @Override
  public long currentTimeNanos() {
    Instant now = clock.instant();
    Reading before = last;
    long since = before.clock.until(now, ChronoUnit.NANOS);
    return since >= 0 && since < FINE ? before.elapsed + since : read(now);
  }

  private synchronized long read(Instant now) {
    long since = last.clock.until(now, ChronoUnit.NANOS);
    last = new Reading(now, last.elapsed + Math.max(0, since));
    return last.elapsed;
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }
}
