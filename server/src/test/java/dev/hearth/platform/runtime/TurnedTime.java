package dev.hearth.platform.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes only when it is turned. Any thread may use it.
public final class TurnedTime implements BackgroundTasks.Time {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public void turn(Duration by) {
    nanos.addAndGet(by.toNanos());
    listeners.forEach(Runnable::run);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void whenTurned(Runnable turned) {
    listeners.add(turned);
  }
}
