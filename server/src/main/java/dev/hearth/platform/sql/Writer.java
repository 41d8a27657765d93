package dev.hearth.platform.sql;

import dev.hearth.platform.runtime.Watermark.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The group commit: the one thread that writes. It takes all changes that wait, makes one after
/// the other in a transaction, commits and syncs once, then answers each.
///
/// A change has a savepoint of its own: one that fails, or isn't to be kept, harms none of the
/// others. Any thread may call; as many changes wait as there are callers, who wait with them.
final class Writer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  /// So many at most share a commit: it bounds how long the first of them waits.
  private static final int MOST_TOGETHER = 256;

  /// Wakes the thread up to stop.
  private static final Change<?> LAST = new Change<>(_ -> Boolean.TRUE, _ -> true);

  private final Jdbi jdbi;
  private final Mark mark;
  private final BlockingQueue<Change<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /// @param jdbi opens the connection that writes
  /// @param mark is moved to the number of commits, after each that changed something
  Writer(Jdbi jdbi, Mark mark) {
    this.jdbi = jdbi;
    this.mark = mark;
    this.thread = Thread.ofPlatform().name("sql").start(this::run);
  }

  /// What came of a change.
  ///
  /// @param rows how many it wrote
  record Written<T>(T result, long rows) {}

  /// What `change` returns, once it is on the disk.
  ///
  /// @param kept whether a change that returned this is to be kept; if not, it is undone
  /// @throws IllegalStateException when this is closed, or called inside a change
  <T> Written<T> write(Function<Handle, T> change, Predicate<T> kept) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("A change can't wait for another one");
    }
    var waiter = new Change<>(change, kept);
    waiting.add(waiter);
    if (closed) {
      refuseAll();
    }
    return waiter.await();
  }

  /// Makes the changes that wait, and stops.
  @Override
  public void close() {
    waiting.add(LAST);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Change<?>> together = new ArrayList<>();
    try {
      while (!together.contains(LAST)) {
        together.clear();
        together.add(waiting.take());
        waiting.drainTo(together, MOST_TOGETHER - 1);
        commit(together);
      }
    } catch (InterruptedException e) {
      log.error("The thread that writes the directory was interrupted; it writes no more", e);
    } finally {
      closed = true;
      refuseAll();
    }
  }

  private void commit(List<Change<?>> together) {
    try {
      // A number of its own a commit: a directory that has lost its last ones is noticed by it.
      OptionalLong counted = jdbi.inTransaction(handle -> count(handle, together));
      counted.ifPresent(mark::reach);
    } catch (Throwable failure) {
      // Also when the memory is gone: nobody may wait for ever.
      together.forEach(change -> change.fail(failure));
      return;
    }
    together.forEach(Change::answer);
  }

  private static OptionalLong count(Handle handle, List<Change<?>> together) {
    long before = Origin.rowsChanged(handle);
    together.forEach(change -> change.make(handle));
    // What changed nothing is not synced, and needs no number.
    return Origin.rowsChanged(handle) == before
        ? OptionalLong.empty()
        : OptionalLong.of(Origin.count(handle));
  }

  private void refuseAll() {
    List<Change<?>> late = new ArrayList<>();
    waiting.drainTo(late);
    late.forEach(change -> change.fail(new IllegalStateException("The directory is closed")));
  }

  /// One caller's change, and what came of it.
  private static final class Change<T> {
    private static final String SAVEPOINT = "change";

    private final Function<Handle, T> body;
    private final Predicate<T> kept;
    private final CompletableFuture<Written<T>> committed = new CompletableFuture<>();
    private Runnable answer = () -> {};

    Change(Function<Handle, T> body, Predicate<T> kept) {
      this.body = body;
      this.kept = kept;
    }

    void make(Handle handle) {
      handle.savepoint(SAVEPOINT);
      long before = Origin.rowsChanged(handle);
      boolean keep = false;
      try {
        T result = body.apply(handle);
        keep = kept.test(result);
        var written = new Written<>(result, keep ? Origin.rowsChanged(handle) - before : 0);
        answer = () -> committed.complete(written);
      } catch (RuntimeException | Error failure) {
        answer = () -> committed.completeExceptionally(failure);
      }
      if (keep) {
        handle.releaseSavepoint(SAVEPOINT);
      } else {
        handle.rollbackToSavepoint(SAVEPOINT);
      }
    }

    void answer() {
      answer.run();
    }

    void fail(Throwable failure) {
      committed.completeExceptionally(failure);
    }

    Written<T> await() {
      try {
        return committed.join();
      } catch (CompletionException failed) {
        switch (failed.getCause()) {
          case RuntimeException own -> throw own;
          case Error own -> throw own;
          case null, default -> throw failed;
        }
      }
    }
  }
}
