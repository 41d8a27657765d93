package dev.hearth.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether all is still well. Any thread may say that it is not; the one that waits then throws.
final class Run {
  private static final long GLANCE_NANOS = 500_000;

  private final AtomicReference<@Nullable Violation> first = new AtomicReference<>();

  void fail(Throwable cause) {
    first.compareAndSet(
        null,
        cause instanceof Violation violation ? violation : new Violation("broken run", cause));
  }

  /// @throws Violation the first that was seen, if any
  void check() {
    Violation violation = first.get();
    if (violation != null) {
      throw violation;
    }
  }

  /// Waits until `met`.
  ///
  /// @throws Violation when that takes longer than `most` (with what `missing` says), or something
  ///   went wrong meanwhile
  void await(BooleanSupplier met, Duration most, Supplier<String> missing) {
    long end = System.nanoTime() + most.toNanos();
    while (!met.getAsBoolean()) {
      check();
      if (System.nanoTime() - end > 0) {
        throw new Violation("after " + most.toSeconds() + " s still missing: " + missing.get());
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
    check();
  }

  /// Lets `time` pass.
  void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      check();
      LockSupport.parkNanos(Math.min(10_000_000, end - System.nanoTime()));
    }
    check();
  }
}
