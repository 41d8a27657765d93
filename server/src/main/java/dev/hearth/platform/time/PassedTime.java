package dev.hearth.platform.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The age of what is stored, by the time that really passed: what is deleted by its age asks here.
/// A machine's clock that leaps ahead by a week makes nothing a week older.
///
/// While the server runs, time passes as the machine's timer has it, which never leaps. Where the
/// clock ran ahead of the timer, the stretch of time in between is remembered as a leap, and {@link
/// #ago} skips it. Of the time in which the server did not run, or the machine slept, at most a day
/// counts. So between two looks nothing ages by more than a day, and what is deleted goes late
/// rather than early.
///
/// Any thread may call. Calls may wait for the database.
public final class PassedTime implements Ages {
  public static final Migrations MIGRATIONS = new Migrations("db/time", List.of("V9_1__leaps.sql"));

  /// Nothing ages by more between two looks.
  static final long MOST_A_LOOK = WireTime.micros(Duration.ofDays(1));

  /// A clock that runs ahead of the timer by less is being corrected.
  static final long SLIGHT = WireTime.micros(Duration.ofMinutes(1));

  /// How often it is written down that time passed.
  private static final long WRITTEN_EVERY = WireTime.micros(Duration.ofHours(1));

  /// How many leaps are remembered; then the two oldest become one that spans both.
  private static final int MOST_LEAPS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(PassedTime.class);

  /// No time passed after `from` up to `to`.
  record Leap(long from, long to) {}

  /// A state to be written down.
  private record Noticed(long seen, List<Leap> leaps) {}

  private final Database database;
  private final PositionClock positions;
  private final BackgroundTasks.Time timer;

  @GuardedBy("this")
  private final List<Leap> leaps;

  @GuardedBy("this")
  private long seen;

  @GuardedBy("this")
  private long seenNanos;

  @GuardedBy("this")
  private long written;

  /// Whether a leap is not written down yet.
  @GuardedBy("this")
  private boolean leapt;

  @GuardedBy("this")
  private boolean writing;

  /// @param positions raised above all that is stored
  /// @param timer the machine's, or a test's
  public PassedTime(Database database, PositionClock positions, BackgroundTasks.Time timer) {
    this.database = database;
    this.positions = positions;
    this.timer = timer;
    this.leaps = new ArrayList<>(database.read(LeapTable::leaps));
    this.seen = database.read(LeapTable::seen).orElseGet(() -> newest(positions));
    this.seenNanos = timer.nanos();
    begin();
    writeIfDue();
    timer.whenTurned(this::look);
  }

  /// Start value for a server that has never recorded the time: the last stamp.
  private static long newest(PositionClock positions) {
    return positions.last() > 0 ? positions.last() : positions.now();
  }

  /// At most one day counts between the last look of an earlier process and now.
  @GuardedBy("this")
  private void begin() {
    long now = positions.now();
    stepBack(now);
    if (now - seen > MOST_A_LOOK) {
      remember(new Leap(seen, now - MOST_A_LOOK));
    }
    seen = now;
    leapt = true;
  }

  /// Notices how much time passed since it was last called; to be called every minute.
  public void look() {
    notice();
    writeIfDue();
  }

  private synchronized void notice() {
    long now = positions.now();
    long nanos = timer.nanos();
    stepBack(now);
    long passed = Math.min(TimeUnit.NANOSECONDS.toMicros(nanos - seenNanos), MOST_A_LOOK);
    long before = seen;
    seen = now;
    seenNanos = nanos;
    if (now - before > passed + SLIGHT) {
      LOG.warn(
          "The machine's clock leapt from {} to {}, or the machine slept: nothing that is stored"
              + " gets older by that. If the clock is wrong now, set it",
          instant(before),
          instant(now));
      remember(new Leap(before, now));
      leapt = true;
    }
  }

  @Override
  public long ago(Duration age) {
    look();
    return position(age);
  }

  private synchronized long position(Duration age) {
    long position = seen;
    long left = WireTime.micros(age);
    for (Leap leap : leaps.reversed()) {
      long lived = position - leap.to;
      if (lived >= left) {
        break;
      }
      left -= Math.max(lived, 0);
      position = leap.from;
    }
    return position - left;
  }

  /// The clock was ahead and has been set back: nothing was stamped after `now`, so of leaps that
  /// led there nothing is left.
  @GuardedBy("this")
  private void stepBack(long now) {
    if (now < seen) {
      leaps.removeIf(leap -> leap.from >= now);
      leaps.replaceAll(leap -> new Leap(leap.from, Math.min(leap.to, now)));
      seen = now;
    }
  }

  @GuardedBy("this")
  private void remember(Leap leap) {
    leaps.add(leap);
    if (leaps.size() > MOST_LEAPS) {
      // The time between the two counts no more: what is that old gets deleted later.
      Leap oldest = leaps.removeFirst();
      leaps.set(0, new Leap(oldest.from, leaps.getFirst().to));
    }
  }

  /// The database is not waited for under the lock, and by one caller at a time. The others go by
  /// what is in memory: should the process end before it is written, the next one finds an older
  /// `seen`, of which a day counts.
  private void writeIfDue() {
    Optional<Noticed> due = takeDue();
    while (due.isPresent()) {
      Noticed noticed = due.get();
      boolean done = false;
      try {
        database.tidy(handle -> {
          LeapTable.setSeen(handle, noticed.seen);
          LeapTable.replace(handle, noticed.leaps);
        });
        done = true;
      } finally {
        wrote(noticed, done);
      }
      due = takeDue();
    }
  }

  private synchronized Optional<Noticed> takeDue() {
    if (writing || (!leapt && seen - written < WRITTEN_EVERY)) {
      return Optional.empty();
    }
    writing = true;
    leapt = false;
    return Optional.of(new Noticed(seen, List.copyOf(leaps)));
  }

  private synchronized void wrote(Noticed noticed, boolean done) {
    writing = false;
    if (done) {
      written = noticed.seen;
    } else {
      leapt = true;
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plusSeconds(TimeUnit.MICROSECONDS.toSeconds(micros));
  }
}
