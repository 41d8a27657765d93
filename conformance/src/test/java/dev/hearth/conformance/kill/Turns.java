package dev.hearth.conformance.kill;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Lets a bounded number of requests be under way at once; the others wait for their turn, and no
/// thread waits with them. Any thread may call.
final class Turns {
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int free;

  Turns(int most) {
    free = most;
  }

  /// Begins the request now or when another one has ended.
  <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> request) {
    return turn().thenCompose(_ -> request.get()).whenComplete((_, _) -> end());
  }

  private synchronized CompletableFuture<Void> turn() {
    var turn = new CompletableFuture<Void>();
    if (free > 0) {
      free--;
      turn.complete(null);
    } else {
      waiting.add(turn);
    }
    return turn;
  }

  private void end() {
    CompletableFuture<Void> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
      }
    }
    if (next != null) {
      next.complete(null);
    }
  }
}
