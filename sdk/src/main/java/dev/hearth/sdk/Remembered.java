package dev.hearth.sdk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The values used last, up to a bound. Any thread may call.
final class Remembered<K, V> {
  private final int atMost;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

  Remembered(int atMost) {
    this.atMost = atMost;
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(values.get(key));
  }

  synchronized void put(K key, V value) {
    values.put(key, value);
    if (values.size() > atMost) {
      var leastRecent = values.keySet().iterator();
      leastRecent.next();
      leastRecent.remove();
    }
  }

  synchronized void forget(K key) {
    values.remove(key);
  }
}
