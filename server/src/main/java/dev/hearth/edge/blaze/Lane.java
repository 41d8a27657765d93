package dev.hearth.edge.blaze;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.chat.message.action.Exchange;
import dev.hearth.platform.runtime.NotInMemory;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One connection's requests, performed in the order in which they came.
///
/// A request with no other before it is performed on the event loop, if all that it takes is in
/// memory. From the first one that has to wait, a virtual thread performs them until none is left.
final class Lane {
  /// At most this many requests wait; beyond it we stop reading from the client.
  static final int MOST_WAITING = 64;

  private record Queued(Exchange exchange, Answer answer) {}

  private final Connection connection;

  @GuardedBy("this")
  private @Nullable ArrayDeque<Queued> waiting;

  @GuardedBy("this")
  private boolean busy;

  Lane(Connection connection) {
    this.connection = connection;
  }

  /// Event loop only.
  ///
  /// @param large whether it takes long to perform, and so is not done on the event loop
  void submitRequest(Exchange exchange, Answer answer, boolean large) {
    assert connection.loop().isHere();
    boolean done = !large && isIdle() && performInMemory(exchange, answer);
    if (!done && enqueue(new Queued(exchange, answer))) {
      connection.loop().workers().execute(this::performAll);
    }
  }

  /// Any thread.
  synchronized int waiting() {
    return waiting == null ? 0 : waiting.size();
  }

  // Only the event loop makes it busy, so what it sees as idle stays idle while it looks.
  private synchronized boolean isIdle() {
    return !busy;
  }

  /// @return whether somebody must be found to perform it
  private synchronized boolean enqueue(Queued queued) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
    }
    waiting.add(queued);
    boolean begin = !busy;
    busy = true;
    return begin;
  }

  private void performAll() {
    for (Queued next = next(); next != null; next = next()) {
      perform(next.exchange(), next.answer());
      if (waiting() == MOST_WAITING / 2) {
        connection.roomMade();
      }
    }
    connection.roomMade();
  }

  private synchronized @Nullable Queued next() {
    Queued next = waiting == null ? null : waiting.poll();
    if (next == null) {
      busy = false;
      waiting = null;
    }
    return next;
  }

  /// @return whether it is done; if not, nothing has changed
  private boolean performInMemory(Exchange exchange, Answer answer) {
    try {
      connection.loop().chat().actionsInMemory().named(action(exchange)).perform(exchange);
      return true;
    } catch (NotInMemory _) {
      return false;
    } catch (RuntimeException | Error fault) {
      answer.fail(fault);
      return true;
    }
  }

  private void perform(Exchange exchange, Answer answer) {
    try {
      connection.loop().chat().actions().named(action(exchange)).perform(exchange);
    } catch (RuntimeException | Error fault) {
      answer.fail(fault);
    }
  }

  private static String action(Exchange exchange) {
    return exchange.request().action();
  }
}
