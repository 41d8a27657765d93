package dev.hearth.chat.message.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The entries of one log that one session has acknowledged: everything up to `through`, and the
/// ranges beyond it. A value: acknowledging makes another cursor. A cursor may forget an entry, and
/// the message comes again; it never has an entry that was not acknowledged.
///
/// @param through the position up to which nothing is missing
/// @param beyond the acknowledged ranges after a gap, ascending, with a gap before each, at most
///   {@link #MOST_RANGES}
public record Cursor(long through, List<Range> beyond) {

  /// Beyond this many gaps further acknowledgements are not remembered: the message comes again.
  public static final int MOST_RANGES = 1_000;

  /// Consecutive entries of a log.
  ///
  /// @param previous the position before the first of them
  /// @param last the position of the last
  public record Range(long previous, long last) {
    public Range {
      if (previous >= last) {
        throw new IllegalArgumentException("a range without an entry");
      }
    }
  }

  public Cursor {
    beyond = List.copyOf(beyond);
    if (beyond.size() > MOST_RANGES) {
      throw new IllegalArgumentException("more than " + MOST_RANGES + " ranges");
    }
    long reached = through;
    for (Range range : beyond) {
      if (range.previous <= reached) {
        throw new IllegalArgumentException("ranges without a gap between them");
      }
      reached = range.last;
    }
  }

  public static Cursor at(long through) {
    return new Cursor(through, List.of());
  }

  /// Whether the entry at `position` needs no more delivery.
  public boolean has(long position) {
    if (position <= through) {
      return true;
    }
    int index = firstReaching(position);
    return index < beyond.size() && position > beyond.get(index).previous;
  }

  /// With the entry at `position`, which follows `previous` in its log, acknowledged.
  public Cursor acknowledge(long previous, long position) {
    assert previous < position : previous + " before " + position;
    if (has(position)) {
      return this;
    }
    // Merges the ranges that the new range touches or overlaps. (Overlaps come from entries in
    // between that the log no longer held when this one was appended.)
    int from = firstReaching(previous);
    int to = from;
    long first = previous;
    long last = position;
    while (to < beyond.size() && beyond.get(to).previous <= position) {
      first = Math.min(first, beyond.get(to).previous);
      last = Math.max(last, beyond.get(to).last);
      to++;
    }
    return first <= through
        ? new Cursor(last, beyond.subList(to, beyond.size()))
        : new Cursor(through, replaced(from, to, new Range(first, last)));
  }

  /// With everything up to `position` acknowledged, for what the log no longer holds or the session
  /// may not see.
  public Cursor skipTo(long position) {
    if (position <= through) {
      return this;
    }
    int from = firstReaching(position);
    return from < beyond.size() && beyond.get(from).previous <= position
        ? new Cursor(beyond.get(from).last, beyond.subList(from + 1, beyond.size()))
        : new Cursor(position, beyond.subList(from, beyond.size()));
  }

  /// The union of two cursors: everything that either has acknowledged.
  public Cursor merge(Cursor other) {
    if (equals(other)) {
      return this;
    }
    List<Range> ranges = new ArrayList<>(beyond.size() + other.beyond.size());
    ranges.addAll(beyond);
    ranges.addAll(other.beyond);
    ranges.sort(Comparator.comparingLong(Range::previous));
    long merged = Math.max(through, other.through);
    List<Range> apart = new ArrayList<>(ranges.size());
    for (Range range : ranges) {
      if (range.previous <= merged) {
        // Only before the first gap: behind one, the ranges begin later than `merged`.
        merged = Math.max(merged, range.last);
      } else if (!apart.isEmpty() && range.previous <= apart.getLast().last) {
        Range before = apart.removeLast();
        apart.add(new Range(before.previous, Math.max(before.last, range.last)));
      } else {
        apart.add(range);
      }
    }
    return new Cursor(merged, bounded(apart));
  }

  /// The index of the first range whose last position is `position` or comes after it.
  private int firstReaching(long position) {
    int from = 0;
    int to = beyond.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (beyond.get(middle).last < position) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private List<Range> replaced(int from, int to, Range by) {
    List<Range> ranges = new ArrayList<>(beyond.size() + 1);
    ranges.addAll(beyond.subList(0, from));
    ranges.add(by);
    ranges.addAll(beyond.subList(to, beyond.size()));
    return bounded(ranges);
  }

  /// A cursor that can't remember more forgets the newest: late is better than lost.
  private static List<Range> bounded(List<Range> ranges) {
    return ranges.size() > MOST_RANGES ? ranges.subList(0, MOST_RANGES) : ranges;
  }
}
