package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.MessageId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The messages that one connection was pushed and has not acknowledged. Its {@link
/// SessionCursors}'s lock guards it.
///
/// It holds numbers instead of objects, in arrays that grow as they fill: 48 bytes for a message,
/// and some 12 to find it. The first few messages are free. Beyond them it takes its memory from
/// the {@link WindowBudget} of the node; without room there it is full, whatever its bound.
final class Window {
  /// How many messages a window may hold when nothing is left of the budget.
  static final int FREE = 16;

  private static final int FIRST = 4;

  // Clients choose the ids. None of them can choose ids that gather in one place of the table.
  private static final long SECRET = new SecureRandom().nextLong();

  // The fields of a message in `numbers`.
  private static final int ID = 0;
  private static final int LOG = 2;
  private static final int PREVIOUS = 4;
  private static final int POSITION = 5;
  private static final int FIELDS = 6;

  /// The memory of a message, in bytes: its fields, its share of the table, and how far it came.
  static final int BYTES_A_MESSAGE = FIELDS * Long.BYTES + 4 * Integer.BYTES + 24;

  /// Where a pushed message stands.
  ///
  /// @param own whether the session's own user wrote it
  /// @param spread how far others have it; empty when it was pushed to this connection alone
  record Pushed(
      LogId log, long previous, long position, boolean own, Optional<Announced.Spread> spread) {}

  private final int most;
  private final WindowBudget.WindowClaim claim;

  // Idle connections are many; they carry no arrays.
  private long @Nullable [] numbers;
  private Announced.@Nullable Spread @Nullable [] spreads;
  // Open addressing: one more than the place of a message in `numbers`, or 0.
  private int[] table = {};
  private int size;

  /// @param most how many messages it may hold
  /// @param claim what it may take of the node's memory
  Window(int most, WindowBudget.WindowClaim claim) {
    this.most = most;
    this.claim = claim;
  }

  /// Whether it takes no more. Asks for memory when it has to grow.
  boolean full() {
    return size >= most || (size >= capacity() && !grow());
  }

  /// Whether it emptied far enough that reading the log again is worth it.
  boolean roomy() {
    return size <= Math.min(most, Math.max(FREE, capacity())) / 2;
  }

  /// Whether 80 % of the messages are in it that it may ever hold.
  boolean crowded() {
    return size >= most * 4L / 5;
  }

  int size() {
    return size;
  }

  /// Adds a message, unless it is here already. There must be room.
  void add(MessageId id, Pushed message) {
    if (find(id.uuid()) >= 0) {
      return;
    }
    if (size >= capacity() && !grow()) {
      throw new IllegalStateException("nobody asked whether there is room");
    }
    long[] fields = fields();
    int at = size * FIELDS;
    fields[at + ID] = id.uuid().getMostSignificantBits();
    fields[at + ID + 1] = id.uuid().getLeastSignificantBits();
    fields[at + LOG] = message.log.uuid().getMostSignificantBits();
    fields[at + LOG + 1] = message.log.uuid().getLeastSignificantBits();
    fields[at + PREVIOUS] = message.previous;
    fields[at + POSITION] = message.position << 1 | (message.own ? 1 : 0);
    if (message.spread.isPresent()) {
      if (spreads == null) {
        spreads = new Announced.Spread[capacity()];
      }
      spreads[size] = message.spread.get();
    }
    enter(size);
    size++;
  }

  boolean holds(MessageId id) {
    return find(id.uuid()) >= 0;
  }

  Optional<Pushed> remove(MessageId id) {
    int slot = find(id.uuid());
    if (slot < 0) {
      return Optional.empty();
    }
    int place = table[slot] - 1;
    Pushed taken = pushed(place);
    leave(slot);
    size--;
    if (size == 0) {
      clear();
    } else if (place != size) {
      moveLastTo(place);
    } else if (spreads != null) {
      spreads[place] = null;
    }
    return Optional.of(taken);
  }

  void clear() {
    numbers = null;
    spreads = null;
    table = new int[0];
    size = 0;
    claim.release();
  }

  private Pushed pushed(int place) {
    long[] fields = fields();
    int at = place * FIELDS;
    return new Pushed(
        new LogId(new UUID(fields[at + LOG], fields[at + LOG + 1])),
        fields[at + PREVIOUS],
        fields[at + POSITION] >> 1,
        (fields[at + POSITION] & 1) == 1,
        spreads == null ? Optional.empty() : Optional.ofNullable(spreads[place]));
  }

  private void moveLastTo(int place) {
    long[] fields = fields();
    int slot = find(fields[size * FIELDS + ID], fields[size * FIELDS + ID + 1]);
    System.arraycopy(fields, size * FIELDS, fields, place * FIELDS, FIELDS);
    table[slot] = place + 1;
    if (spreads != null) {
      spreads[place] = spreads[size];
      spreads[size] = null;
    }
  }

  // Room

  private int capacity() {
    return numbers == null ? 0 : numbers.length / FIELDS;
  }

  private long[] fields() {
    if (numbers == null) {
      throw new IllegalStateException("an empty window has no messages");
    }
    return numbers;
  }

  /// Makes room for half as many messages more, if there is memory.
  private boolean grow() {
    int now = capacity();
    int larger = Math.min(most, Math.max(FIRST, now + Math.max(2, now / 2)));
    if (now < FREE) {
      larger = Math.min(larger, FREE);
    }
    if (larger <= now || !claim.growTo((long) Math.max(0, larger - FREE) * BYTES_A_MESSAGE)) {
      return false;
    }
    numbers = numbers == null ? new long[larger * FIELDS] : Arrays.copyOf(numbers, larger * FIELDS);
    spreads = spreads == null ? null : Arrays.copyOf(spreads, larger);
    // A power of two, and at least half empty.
    table = new int[Integer.highestOneBit(2 * larger - 1) << 1];
    for (int place = 0; place < size; place++) {
      enter(place);
    }
    return true;
  }

  // The table

  private void enter(int place) {
    long[] fields = fields();
    int slot = slot(fields[place * FIELDS + ID], fields[place * FIELDS + ID + 1]);
    while (table[slot] != 0) {
      slot = next(slot);
    }
    table[slot] = place + 1;
  }

  /// Empties a slot, and lets those behind it that were pushed on move up.
  private void leave(int emptied) {
    long[] fields = fields();
    int hole = emptied;
    table[hole] = 0;
    for (int slot = next(hole); table[slot] != 0; slot = next(slot)) {
      int at = (table[slot] - 1) * FIELDS;
      int home = slot(fields[at + ID], fields[at + ID + 1]);
      boolean between = hole <= slot ? hole < home && home <= slot : hole < home || home <= slot;
      if (!between) {
        table[hole] = table[slot];
        table[slot] = 0;
        hole = slot;
      }
    }
  }

  private int find(UUID id) {
    return find(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /// The slot of a message, or -1.
  private int find(long high, long low) {
    if (size == 0) {
      return -1;
    }
    long[] fields = fields();
    for (int slot = slot(high, low); table[slot] != 0; slot = next(slot)) {
      int at = (table[slot] - 1) * FIELDS;
      if (fields[at + ID] == high && fields[at + ID + 1] == low) {
        return slot;
      }
    }
    return -1;
  }

  private int slot(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 32) ^ SECRET) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32 ^ SECRET) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 33) & (table.length - 1);
  }

  private int next(int slot) {
    return slot + 1 & table.length - 1;
  }
}
