package dev.hearth.chat.message.action;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// Gathers the results of messages that were sent together, until all are there. Any thread may put
/// one.
final class Results<T> {
  private final AtomicReferenceArray<T> all;
  private final AtomicInteger missing;
  private final Consumer<List<T>> then;

  /// @param then gets them in the order of the messages; at once when there are none
  Results(int size, Consumer<List<T>> then) {
    this.all = new AtomicReferenceArray<>(size);
    this.missing = new AtomicInteger(size);
    this.then = then;
    if (size == 0) {
      then.accept(List.of());
    }
  }

  /// Each place gets one.
  void put(int place, T result) {
    all.set(place, result);
    if (missing.decrementAndGet() == 0) {
      List<T> results = new ArrayList<>(all.length());
      for (int i = 0; i < all.length(); i++) {
        results.add(all.get(i));
      }
      then.accept(results);
    }
  }
}
