package dev.hearth.chat.directory.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.limits.Elapsed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Values that are kept in memory for a short time, up to a number of them. A clock that steps back
/// lets no value live longer. Any thread may call.
final class Fleeting<K, V> {
  private record Kept<V>(V value, long until) {}

  private final int most;
  private final Duration life;
  private final Elapsed elapsed;

  // All live equally long, so the oldest ends first.
  @GuardedBy("this")
  private final Map<K, Kept<V>> kept = new LinkedHashMap<>();

  Fleeting(int most, Duration life, InstantSource clock) {
    this.most = most;
    this.life = life;
    this.elapsed = new Elapsed(clock);
  }

  /// Keeps the value, in place of the key's old one.
  ///
  /// @return false when it is full, which changes nothing
  synchronized boolean put(K key, V value) {
    forget();
    if (kept.size() >= most && !kept.containsKey(key)) {
      return false;
    }
    kept.remove(key);
    kept.put(key, new Kept<>(value, elapsed.currentTimeNanos() + life.toNanos()));
    return true;
  }

  /// Keeps the value if the key has none.
  ///
  /// @return false when the key has a value or this is full, which changes nothing
  synchronized boolean add(K key, V value) {
    return find(key).isEmpty() && put(key, value);
  }

  /// Puts another value in the place of one that is there, for the rest of its time.
  ///
  /// @return the value before
  synchronized Optional<V> exchange(K key, V value) {
    Optional<V> before = find(key);
    kept.computeIfPresent(key, (same, was) -> new Kept<>(value, was.until));
    return before;
  }

  synchronized Optional<V> find(K key) {
    forget();
    return Optional.ofNullable(kept.get(key)).map(Kept::value);
  }

  /// Removes the key's value if it is the right one; nobody else gets it then.
  synchronized Optional<V> take(K key, Predicate<V> right) {
    Optional<V> found = find(key).filter(right);
    if (found.isPresent()) {
      kept.remove(key);
    }
    return found;
  }

  synchronized long count(Predicate<V> which) {
    forget();
    return kept.values().stream().map(Kept::value).filter(which).count();
  }

  @GuardedBy("this")
  private void forget() {
    long now = elapsed.currentTimeNanos();
    var oldest = kept.values().iterator();
    while (oldest.hasNext() && oldest.next().until <= now) {
      oldest.remove();
    }
  }
}
