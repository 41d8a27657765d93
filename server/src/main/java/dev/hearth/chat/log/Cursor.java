package dev.hearth.chat.log;

import java.util.ArrayList;
import java.util.List;

/// What one session has acknowledged of one log: everything up to `through`, and the ranges beyond
/// it. A value: acknowledging makes another one.
///
/// @param through the position up to which nothing is missing
/// @param beyond what is acknowledged after a gap, ascending, at most {@link #MOST_RANGES}
public record Cursor(long through, List<Range> beyond) {

  /// Beyond this many gaps further acknowledgements are not remembered: the message comes again.
  public static final int MOST_RANGES = 1_000;

  /// Consecutive entries of a log.
  ///
  /// @param previous the position before the first of them
  /// @param last the position of the last
  public record Range(long previous, long last) {}

  public Cursor {
    beyond = List.copyOf(beyond);
  }

  public static Cursor at(long through) {
    return new Cursor(through, List.of());
  }

  /// Whether the entry at `position` needs no more delivery.
  public boolean has(long position) {
    if (position <= through) {
      return true;
    }
    for (Range range : beyond) {
      if (position <= range.last) {
        return position > range.previous;
      }
    }
    return false;
  }

  /// With the entry at `position`, which follows `previous` in its log, acknowledged.
  public Cursor acknowledge(long previous, long position) {
    if (has(position)) {
      return this;
    }
    if (beyond.isEmpty() && previous <= through) {
      return new Cursor(position, List.of());
    }
    List<Range> ranges = new ArrayList<>(beyond.size() + 1);
    Range added = new Range(previous, position);
    for (Range range : beyond) {
      if (range.last <= added.previous && range.last != added.previous) {
        ranges.add(range);
      } else if (range.last == added.previous) {
        added = new Range(range.previous, added.last);
      } else if (range.previous == added.last) {
        added = new Range(added.previous, range.last);
      } else {
        ranges.add(range);
      }
    }
    ranges.add(added);
    ranges.sort((a, b) -> Long.compare(a.last, b.last));
    return new Cursor(through, ranges).settled();
  }

  /// With everything up to `position` acknowledged, for what the log no longer holds or the session
  /// may not see.
  public Cursor skipTo(long position) {
    return position <= through ? this : new Cursor(position, beyond).settled();
  }

  private Cursor settled() {
    long reached = through;
    int settled = 0;
    for (Range range : beyond) {
      if (range.previous > reached) {
        break;
      }
      reached = Math.max(reached, range.last);
      settled++;
    }
    List<Range> rest = beyond.subList(settled, beyond.size());
    // A cursor that can't remember more forgets the newest: late is better than lost.
    return new Cursor(reached, rest.size() > MOST_RANGES ? rest.subList(0, MOST_RANGES) : rest);
  }
}
