package dev.hearth.sdk.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The values used last, up to a bound. Any thread may call.
public final class Remembered<K, V> {
  private final int atMost;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

  public Remembered(int atMost) {
    this.atMost = atMost;
  }

  public synchronized Optional<V> find(K key) {
    return Optional.ofNullable(values.get(key));
  }

  public synchronized void put(K key, V value) {
    values.put(key, value);
    if (values.size() > atMost) {
      var leastRecent = values.keySet().iterator();
      leastRecent.next();
      leastRecent.remove();
    }
  }

  public synchronized void forget(K key) {
    values.remove(key);
  }
}
