package dev.hearth.sdk.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/// Divides what is too much for one request.
public final class Batches {
  private Batches() {}

  /// The fewest possible batches, in order, each within both bounds, or of a single item that is
  /// longer.
  public static <T> List<List<T>> of(
      Collection<T> items, ToIntFunction<? super T> bytes, int mostBytes, int mostItems) {
    List<List<T>> batches = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    long size = 0;
    for (T item : items) {
      int more = bytes.applyAsInt(item);
      if (!batch.isEmpty() && (size + more > mostBytes || batch.size() == mostItems)) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
      batch.add(item);
      size += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
