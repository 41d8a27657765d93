package dev.hearth.platform.sql.sqlite;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.FairQueue;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.runtime.Watermark.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The group commit: the one thread that writes. It takes all changes that wait, makes one after
/// the other in a transaction, commits and syncs once, then answers each.
///
/// A change has a savepoint of its own: one that fails, or isn't to be kept, harms none of the
/// others. Those who pay for their changes take turns, and each has a share of what may wait:
/// nobody waits for all that somebody else has handed in. Any thread may call, and waits for its
/// change.
final class Writer implements AutoCloseable {
  /// At most this many changes share a commit: it bounds how long the first of them waits.
  private static final int MOST_TOGETHER = 256;

  /// How many may wait, and how many of one payer.
  private static final FairQueue.QueueBounds BOUNDS =
      new FairQueue.QueueBounds(4_096, Long.MAX_VALUE / 2, 512, Long.MAX_VALUE / 2);

  /// It empties as fast as the disk can sync.
  private static final Charge.Refused QUEUE_IS_FULL =
      new Charge.Refused("directory-queue", 0, Duration.ofSeconds(1));

  private final Jdbi jdbi;
  private final Mark mark;
  private final WriteAheadLog writeAhead;
  private final Thread thread;

  /// Guards the two below. Held for moments only, never while a change is made.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final FairQueue<Change<?>> waiting = new FairQueue<>(BOUNDS);

  @GuardedBy("lock")
  private boolean closed;

  /// @param jdbi opens the connection that writes
  /// @param mark is moved to the number of commits, after each that changed something
  /// @param writeAhead says whether there is room for a commit
  Writer(Jdbi jdbi, Mark mark, WriteAheadLog writeAhead) {
    this.jdbi = jdbi;
    this.mark = mark;
    this.writeAhead = writeAhead;
    this.thread = Thread.ofPlatform().name("sql").start(this::run);
  }

  /// The result of a change.
  ///
  /// @param rows how many it wrote
  record CommittedChange<T>(T result, long rows) {}

  /// Returns the result of `change`, once it is on the disk.
  ///
  /// @param payer whose turn it takes; empty for changes of the server itself and of strangers
  /// @param kept whether a change with this result is kept; if not, it is undone
  /// @throws IllegalStateException when this is closed, or called inside a change
  /// @throws AllowanceSpent when too many wait, of all or of this payer
  <T> CommittedChange<T> write(
      Optional<Object> payer, Function<Handle, T> change, Predicate<T> kept) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("A change can't wait for another one");
    }
    var waiter = new Change<>(change, kept);
    lock.lock();
    try {
      if (closed) {
        throw closed();
      }
      // Each change that nobody pays for has a share of its own.
      if (waiting.offer(payer.orElse(waiter), waiter, 1) != Offered.QUEUED) {
        throw new AllowanceSpent(QUEUE_IS_FULL);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
    return waiter.await();
  }

  /// How many changes wait for their turn.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Makes the changes that wait, and stops.
  @Override
  public void close() {
    shut();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void shut() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<Change<?>> together = new ArrayList<>(MOST_TOGETHER);
    try {
      while (take(together)) {
        commit(together);
        together.clear();
      }
    } finally {
      shut();
      refuseAll();
    }
  }

  /// Moves what waits into `together`, and waits for it if need be. Returns false when nothing
  /// waits and nothing more will come.
  private boolean take(List<Change<?>> together) {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closed) {
          return false;
        }
        changed.awaitUninterruptibly();
      }
      waiting.drain(together, MOST_TOGETHER, Long.MAX_VALUE);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Change<?>> together) {
    try {
      if (!writeAhead.hasRoom(jdbi)) {
        throw new AllowanceSpent(QUEUE_IS_FULL);
      }
      // A number of its own a commit: a directory that has lost its last ones is noticed by it.
      OptionalLong counted = jdbi.inTransaction(handle -> count(handle, together));
      counted.ifPresent(mark::reach);
    } catch (Throwable failure) {
      // Also when the memory is used up: nobody may wait forever.
      together.forEach(change -> change.fail(failure));
      return;
    }
    together.forEach(Change::answer);
  }

  private static OptionalLong count(Handle handle, List<Change<?>> together) {
    long before = Commits.rowsChanged(handle);
    together.forEach(change -> change.make(handle));
    // Changes that wrote no row are not synced, and need no number.
    return Commits.rowsChanged(handle) == before
        ? OptionalLong.empty()
        : OptionalLong.of(Commits.count(handle));
  }

  private void refuseAll() {
    List<Change<?>> late = new ArrayList<>();
    lock.lock();
    try {
      waiting.drain(late, Integer.MAX_VALUE, Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
    late.forEach(change -> change.fail(closed()));
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("The directory is closed");
  }

  /// One caller's change, and what came of it.
  private static final class Change<T> {
    private static final String SAVEPOINT = "change";

    private final Function<Handle, T> body;
    private final Predicate<T> kept;
    private final CompletableFuture<CommittedChange<T>> committed = new CompletableFuture<>();
    private Runnable answer = () -> {};

    Change(Function<Handle, T> body, Predicate<T> kept) {
      this.body = body;
      this.kept = kept;
    }

    void make(Handle handle) {
      handle.savepoint(SAVEPOINT);
      long before = Commits.rowsChanged(handle);
      boolean keep = false;
      try {
        T result = body.apply(handle);
        keep = kept.test(result);
        var written =
            new CommittedChange<>(result, keep ? Commits.rowsChanged(handle) - before : 0);
        answer = () -> committed.complete(written);
      } catch (RuntimeException failure) {
        if (SqliteDiskFull.isCauseOf(failure)) {
          // SQLite has undone all of the transaction then, the savepoint too.
          throw failure;
        }
        answer = () -> committed.completeExceptionally(failure);
      } catch (Error failure) {
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

    CommittedChange<T> await() {
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
