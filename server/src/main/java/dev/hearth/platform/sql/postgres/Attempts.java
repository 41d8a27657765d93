package dev.hearth.platform.sql.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A transaction that PostgreSQL refuses because of another one is made again, from its beginning.
final class Attempts {
  /// `serialization_failure`, `deadlock_detected`.
  private static final Set<String> CAME_BETWEEN = Set.of("40001", "40P01");

  /// `unique_violation`: another transaction has just added a row that this one had looked for and
  /// not found. The next attempt finds it, and answers as the rule says. Without such a rule, the
  /// caller made a mistake, which another attempt doesn't mend.
  private static final String WAS_TAKEN = "23505";

  private static final int MOST_TAKEN = 3;

  /// The longest pause between two attempts; the first ones are shorter.
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(64);

  private Attempts() {}

  /// Returns the result of `transaction` once an attempt succeeds.
  ///
  /// @param patience no attempt begins after this time; the last failure is thrown then
  static <T> T until(Duration patience, Supplier<T> transaction) {
    long began = System.nanoTime();
    int taken = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (RuntimeException failure) {
        @Nullable String state = state(failure);
        boolean again =
            state != null
                && (CAME_BETWEEN.contains(state)
                    || (state.equals(WAS_TAKEN) && ++taken <= MOST_TAKEN));
        if (!again || System.nanoTime() - began > patience.toNanos()) {
          throw failure;
        }
        pause(attempt);
      }
    }
  }

  /// By chance, so that those who were in each other's way are not again.
  private static void pause(int attempt) {
    long most = Math.min(LONGEST_PAUSE.toNanos(), 1_000_000L << Math.min(attempt, 10));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
  }

  private static @Nullable String state(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
