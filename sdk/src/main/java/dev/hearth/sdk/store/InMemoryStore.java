package dev.hearth.sdk.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps all in maps, and for as long as a transaction lasts, how to undo it.
final class InMemoryStore extends TransactionalStore implements Records {
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private long puts;

  /// The records of one kind.
  private static final class Shelf {
    private final Map<String, Entry> byName = new HashMap<>();
    private final TreeMap<Long, String> byAge = new TreeMap<>();

    /// Puts an entry in the place of what was there, or nothing.
    ///
    /// @return what was there
    Optional<Entry> replace(String name, Optional<Entry> next) {
      Optional<Entry> previous = Optional.ofNullable(byName.remove(name));
      previous.ifPresent(entry -> byAge.remove(entry.put));
      next.ifPresent(entry -> {
        byName.put(name, entry);
        byAge.put(entry.put, name);
      });
      return previous;
    }
  }

  /// @param put the number of the put, which tells its age
  private record Entry(long put, @SuppressWarnings("ArrayRecordComponent") byte[] value) {}

  @Override
  public Optional<byte[]> find(Kind kind, String name) {
    return Optional.ofNullable(shelf(kind).byName.get(name)).map(entry -> entry.value.clone());
  }

  @Override
  public void put(Kind kind, String name, byte[] value) {
    replace(kind, name, Optional.of(new Entry(puts++, value.clone())));
    while (shelf(kind).byName.size() > kind.most()) {
      remove(kind, shelf(kind).byAge.firstEntry().getValue());
    }
  }

  @Override
  public void remove(Kind kind, String name) {
    replace(kind, name, Optional.empty());
  }

  @Override
  public List<String> names(Kind kind) {
    return List.copyOf(shelf(kind).byAge.values());
  }

  private void replace(Kind kind, String name, Optional<Entry> next) {
    Shelf shelf = shelf(kind);
    Optional<Entry> previous = shelf.replace(name, next);
    undo.push(() -> shelf.replace(name, previous));
  }

  private Shelf shelf(Kind kind) {
    return shelves.computeIfAbsent(kind.name(), name -> new Shelf());
  }

  @Override
  void begin() {
    undo.clear();
  }

  @Override
  void commit() {
    undo.clear();
  }

  @Override
  void rollBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  @Override
  Records records() {
    return this;
  }

  @Override
  void release() {
    shelves.clear();
  }
}
