package dev.hearth.platform.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.protocol.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// The one source of positions: microseconds since the epoch, no two alike, each beyond all that
/// were given out before. The machine's clock may step back; this one then counts on from where it
/// was until the machine's has caught up.
///
/// Everything that is compared with the position of an entry is stamped here: entries and receipts,
/// the beginning and the end of memberships, the beginning of sessions, messages in the outbox. At
/// the start, each store raises the clock above what it holds, before anything is stamped.
///
/// Any thread may call it; {@link #next} and {@link #now} take no lock.
public final class PositionClock implements InstantSource {
  private final InstantSource machine;
  private final AtomicLong last = new AtomicLong();

  /// The last positions that were given out before each change under way, and how many changes
  /// began there.
  @GuardedBy("holds")
  private final TreeMap<Long, Integer> holds = new TreeMap<>();

  /// @param machine the machine's clock, or a test's
  public PositionClock(InstantSource machine) {
    this.machine = machine;
  }

  /// A position beyond all before it.
  public long next() {
    return next(machineMicros());
  }

  /// A position beyond all before it, for callers that take many at once: they ask for the time
  /// once.
  ///
  /// @param now of {@link #now}
  public long next(long now) {
    return last.updateAndGet(before -> Math.max(now, before + 1));
  }

  /// The time, never before the last position. Nothing is given out: the next position may be the
  /// same.
  public long now() {
    return Math.max(machineMicros(), last.get());
  }

  /// The same as {@link #now}, as an instant.
  @Override
  public Instant instant() {
    long now = now();
    return Instant.ofEpochSecond(
        Math.floorDiv(now, 1_000_000L), Math.floorMod(now, 1_000_000L) * 1_000L);
  }

  /// Every later position lies beyond `stored`.
  public void raise(long stored) {
    last.accumulateAndGet(stored, Math::max);
  }

  /// The last position; 0 before the first.
  public long last() {
    return last.get();
  }

  /// How far the machine's clock is behind the last position; zero when it isn't.
  public Duration behind() {
    long behind = last.get() - machineMicros();
    return Duration.of(Math.max(behind, 0), java.time.temporal.ChronoUnit.MICROS);
  }

  // Changes under way

  /// A change of who may see what begins. Until the hold is closed, after the change is in the
  /// stores and the caches, nobody takes the positions it stamps for settled.
  public Hold hold() {
    synchronized (holds) {
      long before = last.get();
      holds.merge(before, 1, Integer::sum);
      return new Hold(before);
    }
  }

  /// The largest position up to `stored` at which no change is under way: everybody who may see
  /// something up to there is known by now.
  ///
  /// @param stored a position of something that is stored
  public long settled(long stored) {
    synchronized (holds) {
      return holds.isEmpty() ? stored : Math.min(stored, holds.firstKey());
    }
  }

  private void release(long before) {
    synchronized (holds) {
      holds.computeIfPresent(before, (position, count) -> count == 1 ? null : count - 1);
    }
  }

  /// A change under way. For one thread.
  public final class Hold implements AutoCloseable {
    private final long before;

    private Hold(long before) {
      this.before = before;
    }

    @Override
    public void close() {
      release(before);
    }
  }

  private long machineMicros() {
    return WireTime.micros(machine.instant());
  }
}
