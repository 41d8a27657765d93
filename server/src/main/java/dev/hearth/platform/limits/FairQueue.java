package dev.hearth.platform.limits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The items that wait for one thread, those of each owner in the order in which they came. Owners
/// take turns, so that nobody waits for all that somebody else has handed in; a large item takes
/// several turns, so that small ones of others go first. The queue is bounded in items and in
/// bytes, for all and for each owner. Not for several threads at once.
public final class FairQueue<T> {
  /// How much may wait.
  ///
  /// @param items of all
  /// @param bytes of all
  /// @param ownItems of one owner
  /// @param ownBytes of one owner; a single item may be larger
  public record QueueBounds(int items, long bytes, int ownItems, long ownBytes) {
    private static final int OWNERS_AT_LEAST = 8;
    private static final int OWN_ITEMS_AT_LEAST = 1_000;

    /// An eighth for each owner, but at least 1,000 items.
    public static QueueBounds of(int items, long bytes) {
      return new QueueBounds(
          items,
          bytes,
          Math.max(items / OWNERS_AT_LEAST, OWN_ITEMS_AT_LEAST),
          Math.max(1, bytes / OWNERS_AT_LEAST));
    }
  }

  /// The result of offering an item.
  public enum Offered {
    QUEUED,
    /// The owner has used up the share of one; others may have room.
    NO_ROOM_FOR_OWNER,
    NO_ROOM
  }

  /// How many bytes of an item a turn is for.
  private static final int TURN_BYTES = 16 << 10;

  /// No item takes more turns, however large it is.
  private static final int MOST_TURNS = 16;

  private record Item<T>(T what, long bytes) {}

  private static final class Line<T> {
    final Object owner;
    final ArrayDeque<Item<T>> items = new ArrayDeque<>(2);

    /// Those of the drain under way.
    final List<T> drained = new ArrayList<>(2);

    long bytes;
    int turns;

    Line(Object owner) {
      this.owner = owner;
    }
  }

  private final QueueBounds bounds;
  private final Map<Object, Line<T>> lines = new HashMap<>();
  private final ArrayDeque<Line<T>> turns = new ArrayDeque<>();
  private int items;
  private long bytes;

  public FairQueue(QueueBounds bounds) {
    this.bounds = bounds;
  }

  public boolean isEmpty() {
    return items == 0;
  }

  /// How many items wait.
  public int size() {
    return items;
  }

  /// Takes the item, if there is room for it.
  public Offered offer(Object owner, T what, long size) {
    Line<T> line = lines.get(owner);
    if (line != null && isFull(line, size)) {
      return Offered.NO_ROOM_FOR_OWNER;
    }
    if (items >= bounds.items || (items > 0 && bytes + size > bounds.bytes)) {
      return Offered.NO_ROOM;
    }
    if (line == null) {
      line = new Line<>(owner);
      lines.put(owner, line);
      turns.add(line);
    }
    line.items.add(new Item<>(what, size));
    line.bytes += size;
    items++;
    bytes += size;
    return Offered.QUEUED;
  }

  private boolean isFull(Line<T> line, long size) {
    return line.items.size() >= bounds.ownItems || line.bytes + size > bounds.ownBytes;
  }

  /// Moves items into `to` until `most` are there or they have reached `enoughBytes`. Owners take
  /// turns, one item each. In `to`, the items of an owner are next to each other, because the work
  /// on one of them brings into the processor's caches what the next one needs; the owners with the
  /// fewest come first, so that nobody waits for the many of somebody else.
  public void drain(List<T> to, int most, long enoughBytes) {
    List<Line<T>> served = new ArrayList<>(Math.min(lines.size(), most));
    long drained = 0;
    for (int left = most; items > 0 && left > 0 && drained < enoughBytes; ) {
      Line<T> line = turns.remove();
      if (!isDue(line)) {
        turns.add(line);
        continue;
      }
      if (line.drained.isEmpty()) {
        served.add(line);
      }
      drained += take(line);
      left--;
    }
    served.sort(Comparator.comparingInt(line -> line.drained.size()));
    for (Line<T> line : served) {
      to.addAll(line.drained);
      line.drained.clear();
    }
  }

  /// Takes the line's first item, and returns its bytes.
  private long take(Line<T> line) {
    Item<T> item = line.items.remove();
    line.turns = 0;
    line.drained.add(item.what);
    line.bytes -= item.bytes;
    bytes -= item.bytes;
    items--;
    if (line.items.isEmpty()) {
      lines.remove(line.owner);
    } else {
      turns.add(line);
    }
    return item.bytes;
  }

  /// Whether the line's first item has had as many turns as it takes, with this one.
  private static <T> boolean isDue(Line<T> line) {
    line.turns++;
    return line.turns >= MOST_TURNS || line.items.element().bytes <= (long) TURN_BYTES * line.turns;
  }
}
