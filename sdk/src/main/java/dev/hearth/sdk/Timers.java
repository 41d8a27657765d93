package dev.hearth.sdk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Runs tasks later, each on a virtual thread of its own, by a clock that may be turned. Any thread
/// may call.
final class Timers {
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Consumer<Throwable> failed;
  private final Duration look;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // The following are guarded by the lock.
  private final Queue<Scheduled> waiting =
      new PriorityQueue<>(Comparator.comparing((Scheduled each) -> each.at));
  private final Set<Thread> running = new HashSet<>();
  private boolean begun;
  private boolean closed;

  /// @param failed hears of a task that throws
  Timers(InstantSource clock, Consumer<Throwable> failed) {
    this.clock = clock;
    this.failed = failed;
    // A clock doesn't say that it was turned, or that the machine has slept, so we look at it.
    this.look =
        clock.equals(InstantSource.system()) ? Duration.ofSeconds(1) : Duration.ofMillis(20);
  }

  /// @param again the pause after which it runs again; empty for a task that runs once
  Scheduled add(Duration pause, Optional<Duration> again, TimedTask task) {
    if (pause.isNegative() || again.filter(each -> !each.isPositive()).isPresent()) {
      throw new IllegalArgumentException("a timer looks ahead");
    }
    var scheduled = new Scheduled(task, again, clock.instant().plus(pause));
    lock.lock();
    try {
      if (closed) {
        return scheduled;
      }
      if (waiting.size() + running.size() >= MOST) {
        throw new IllegalStateException("at most " + MOST + " timers wait");
      }
      waiting.add(scheduled);
      if (!begun) {
        begun = true;
        Thread.ofVirtual().name("hearth-timers").start(this::watch);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return scheduled;
  }

  /// Drops the timers, and interrupts the tasks that run, but for the caller's own.
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      for (Thread each : running) {
        if (each != Thread.currentThread()) {
          each.interrupt();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    lock.lock();
    try {
      while (!closed) {
        Scheduled next = waiting.peek();
        if (next == null) {
          changed.awaitUninterruptibly();
        } else if (next.at.isAfter(clock.instant())) {
          changed.awaitNanos(look.toNanos());
        } else {
          waiting.remove();
          running.add(Thread.ofVirtual().name("hearth-timer").start(() -> run(next)));
        }
      }
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void run(Scheduled scheduled) {
    Instant began = clock.instant();
    try {
      scheduled.task.run();
    } catch (Throwable e) {
      if (!isClosed()) {
        failed.accept(e);
      }
    } finally {
      ended(scheduled, began);
    }
  }

  private void ended(Scheduled scheduled, Instant began) {
    lock.lock();
    try {
      running.remove(Thread.currentThread());
      if (!closed && !scheduled.cancelled && scheduled.again.isPresent()) {
        scheduled.at = began.plus(scheduled.again.get());
        waiting.add(scheduled);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Something that is done later.
  interface TimedTask {
    void run() throws Exception;
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// A task that waits for its time.
  final class Scheduled {
    private final TimedTask task;
    private final Optional<Duration> again;
    // Guarded by the lock; changes only while this is not in the queue.
    private Instant at;
    private boolean cancelled;

    private Scheduled(TimedTask task, Optional<Duration> again, Instant at) {
      this.task = task;
      this.again = again;
      this.at = at;
    }

    void cancel() {
      lock.lock();
      try {
        cancelled = true;
        waiting.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }
}
