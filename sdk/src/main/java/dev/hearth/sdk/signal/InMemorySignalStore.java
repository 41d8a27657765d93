package dev.hearth.sdk.signal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Any thread may call it.
final class InMemorySignalStore implements SignalStore {
  private record Key(SignalRecords.Kind kind, String name) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, byte[]> kept = new HashMap<>();
  // What the transaction that holds the lock has changed; empty for what it has removed.
  private final Map<Key, Optional<byte[]>> changes = new HashMap<>();

  @Override
  public <T> T inTransaction(Function<SignalRecords, T> work) {
    lock.lock();
    try {
      T result = work.apply(new Changes());
      if (lock.getHoldCount() == 1) {
        changes.forEach(
            (key, value) -> value.ifPresentOrElse(it -> kept.put(key, it), () -> kept.remove(key)));
      }
      return result;
    } finally {
      if (lock.getHoldCount() == 1) {
        changes.clear();
      }
      lock.unlock();
    }
  }

  private final class Changes implements SignalRecords {
    @Override
    public Optional<byte[]> find(Kind kind, String name) {
      var key = new Key(kind, name);
      Optional<byte[]> changed = changes.get(key);
      return (changed == null ? Optional.ofNullable(kept.get(key)) : changed).map(byte[]::clone);
    }

    @Override
    public void put(Kind kind, String name, byte[] value) {
      changes.put(new Key(kind, name), Optional.of(value.clone()));
    }

    @Override
    public void remove(Kind kind, String name) {
      changes.put(new Key(kind, name), Optional.empty());
    }
  }
}
