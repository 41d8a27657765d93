package dev.hearth.platform.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that runs background work: sweeps, flushes, all that nobody waits for. Each task
/// runs in rounds, and has a name and a virtual thread of its own, so that a slow one holds up no
/// other.
///
/// No failure ends a round, an `Error` included. It is logged and counted, and the round is tried
/// again after a pause, which grows from one second to one minute as long as it fails. Two meters
/// per round tell whether it works: `hearth.round.failures`, and `hearth.round.success.age`, the
/// time since it last reached its end.
///
/// Any thread may call.
public final class BackgroundTasks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);

  /// The pause after a failure, and after the next ones twice as long each.
  static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /// How long closing waits for a step that has begun. Then it is left behind.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// A bounded piece of work.
  @FunctionalInterface
  public interface Step {
    /// Does the next piece. It may wait for disks and databases.
    ///
    /// @return whether there is more to do in this round, at once
    boolean run() throws Exception;
  }

  /// How time passes for rounds: the machine's, or a test's. It never goes back.
  public interface Time {
    Time OF_MACHINE = System::nanoTime;

    long nanos();

    /// Calls `turned` when time leaps. The machine's never does.
    default void whenTurned(Runnable turned) {}
  }

  private final MeterRegistry registry;
  private final Time time;

  /// Guards all that changes. Never held while a step runs.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final List<Round> running = new ArrayList<>();

  @GuardedBy("lock")
  private boolean closed;

  public BackgroundTasks(MeterRegistry registry) {
    this(registry, Time.OF_MACHINE);
  }

  public BackgroundTasks(MeterRegistry registry, Time time) {
    this.registry = registry;
    this.time = time;
    time.whenTurned(this::look);
  }

  /// Runs rounds of `step`: the first after `pause`, each other one `pause` after the end of the
  /// one before.
  ///
  /// @param name in words with hyphens; meters and log lines carry it, so each is used once
  public Round every(Duration pause, String name, Step step) {
    if (!pause.isPositive()) {
      throw new IllegalArgumentException("a pause must be longer than nothing, not " + pause);
    }
    Round round = new Round(name, pause, step);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("no round begins while the server stops");
      }
      running.add(round);
    } finally {
      lock.unlock();
    }
    round.thread.start();
    return round;
  }

  /// Stops all rounds, one after the other, the last one begun first, and waits for the steps they
  /// are in.
  @Override
  public void close() {
    List<Round> open;
    lock.lock();
    try {
      closed = true;
      open = List.copyOf(running).reversed();
    } finally {
      lock.unlock();
    }
    open.forEach(Round::close);
  }

  /// Whether every round waits for a later time.
  boolean isResting() {
    lock.lock();
    try {
      return running.stream().allMatch(round -> round.resting && round.due - time.nanos() > 0);
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Background work that repeats.
  public final class Round implements AutoCloseable {
    private final String name;
    private final Duration pause;
    private final Step step;
    private final Counter failures;
    private final Thread thread;

    // The lock guards these.
    private long due;
    private boolean woken;
    private boolean resting;
    private boolean stopped;

    private volatile long succeededAt = time.nanos();

    private Round(String name, Duration pause, Step step) {
      this.name = name;
      this.pause = pause;
      this.step = step;
      this.due = time.nanos() + pause.toNanos();
      this.failures =
          Counter.builder("hearth.round.failures")
              .description("Failures of background work; each is tried again")
              .tag("round", name)
              .register(registry);
      TimeGauge.builder(
              "hearth.round.success.age",
              this,
              TimeUnit.NANOSECONDS,
              round -> time.nanos() - round.succeededAt)
          .description("The time since background work last reached its end")
          .tag("round", name)
          .register(registry);
      this.thread = Thread.ofVirtual().name("round-" + name).unstarted(this::repeat);
    }

    /// Has the next round begin at once, or after the present one. While the round fails it keeps
    /// its pauses.
    public void wake() {
      lock.lock();
      try {
        woken = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /// Waits inside of a step, such as for somebody who is busy.
    ///
    /// @return true, at once, when this round is to stop: then the step has to end
    public boolean awaitStop(Duration atMost) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long until = time.nanos() + atMost.toNanos();
        long left = atMost.toNanos();
        while (!stopped && left > 0) {
          var _ = changed.awaitNanos(left);
          left = until - time.nanos();
        }
        return stopped;
      } finally {
        lock.unlock();
      }
    }

    /// Whether the step this round is in is its last.
    public boolean isStopping() {
      lock.lock();
      try {
        return stopped;
      } finally {
        lock.unlock();
      }
    }

    /// Stops this round, and waits for the step it is in. Called within the step, it does not wait.
    @Override
    public void close() {
      lock.lock();
      try {
        stopped = true;
        running.remove(this);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (Thread.currentThread() == thread) {
        return;
      }
      try {
        if (!thread.join(PATIENCE)) {
          LOG.warn("Round {} did not end in {}; it is left behind", name, PATIENCE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void repeat() {
      int failed = 0;
      while (awaitDue(failed > 0)) {
        failed = guarded() ? 0 : failed + 1;
        rest(failed);
      }
    }

    /// Waits until the next step is due; returns false once the round is stopped.
    private boolean awaitDue(boolean failed) {
      lock.lock();
      try {
        while (!stopped) {
          long left = due - time.nanos();
          if (left <= 0 || (woken && !failed)) {
            woken = false;
            return true;
          }
          resting = true;
          try {
            var _ = changed.awaitNanos(left);
          } catch (InterruptedException _) {
            // Left behind by a step; nobody else interrupts this thread.
          }
        }
        return false;
      } finally {
        resting = false;
        lock.unlock();
      }
    }

    /// Whether the round reached its end, or was stopped.
    private boolean guarded() {
      try {
        while (!isStopping() && step.run()) {
          // One bounded step each.
        }
        succeededAt = time.nanos();
        return true;
      } catch (Throwable e) {
        failures.increment();
        report(e);
        return false;
      }
    }

    private void report(Throwable e) {
      try {
        if (e instanceof NotNow) {
          LOG.warn("Round {} is tried again: {}", name, LoggedFault.sentence(e));
          return;
        }
        LOG.error("Round {} failed; it is tried again", name, LoggedFault.of(e));
      } catch (Throwable _) {
        // Such as without memory: the count has it.
      }
    }

    private void rest(int failed) {
      Duration next = failed == 0 ? pause : retry(failed);
      lock.lock();
      try {
        due = time.nanos() + next.toNanos();
      } finally {
        lock.unlock();
      }
    }
  }

  private static Duration retry(int failed) {
    Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failed - 1, 10));
    return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
  }
}
