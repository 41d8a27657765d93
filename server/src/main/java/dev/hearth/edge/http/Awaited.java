package dev.hearth.edge.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Waits, on the request's own virtual thread, for what is told from another.
public final class Awaited {
  private Awaited() {}

  /// Waits for `pause`, or until the server stops.
  public static void pause(Duration pause) {
    within(pause, _ -> {});
  }

  /// Returns the value that `work` hands to its listener; empty when that takes longer than
  /// `patience`, or the server stops.
  public static <T> Optional<T> within(Duration patience, Consumer<Consumer<T>> work) {
    var told = new ArrayBlockingQueue<T>(1);
    work.accept(told::add);
    try {
      return Optional.ofNullable(told.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
