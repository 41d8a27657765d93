package dev.hearth.chat.message.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.limits.FairQueue;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.limits.FairQueue.QueueBounds;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.protocol.id.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The group commit: the one thread of a node that writes the log. Any thread may hand it work. It
/// takes the waiting items, one of each author and session in turn, and writes one batch, in which
/// those of one author are together, and in order. It syncs once, announces the batch to the
/// listener, then answers each item.
///
/// Callbacks run on this thread, and it waits for nothing but the log's disk ({@link NeverWaits}).
/// If a callback throws, that is logged and harms nobody else: the entries are in the log, and are
/// found there.
public final class Appender implements LogWriter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

  /// At most this many items share a commit: it bounds how long the first of them waits.
  static final int MOST_TOGETHER = 2_048;

  /// This many bytes are enough for a commit: with large messages, the first of them does not wait
  /// for thousands of others.
  private static final long ENOUGH_TOGETHER = 2 << 20;

  private static final String NAME = "log";

  /// The memory of an item beside payloads, in bytes, roughly.
  private static final int BYTES_AN_ITEM = 512;

  private static final int BYTES_A_LOG = 128;

  /// Hears of every commit that brought entries or receipts, in order, before those who asked are
  /// answered.
  public interface Listener {
    void committed(List<Entry> entries, List<Receipt> receipts);
  }

  /// Something to be written.
  private sealed interface Work {
    /// @param since when it was accepted, in nanoseconds
    record Append(Draft draft, Consumer<Appended> then, long since) implements Work {}

    record WriteCursors(List<CursorMove> moves, List<Acknowledged> acknowledgements, Runnable then)
        implements Work {}
  }

  /// The next thing for the thread to do.
  private sealed interface Next {
    record Commit(List<Work> together) implements Next {}

    record Mend() implements Next {}

    /// Nothing waits, and nothing more will come.
    record Stop() implements Next {}
  }

  /// Hears of each draft how many nanoseconds it took from when it was accepted until it was
  /// durable. On the thread that commits.
  @FunctionalInterface
  public interface Stopwatch {
    void durable(long nanos);
  }

  private record CursorKey(SessionId session, LogId log) {}

  private final LogStore store;
  private final Listener listener;
  private final DiskSpace space;
  private final Stopwatch stopwatch;
  private final Runnable failed;
  private final Thread thread;

  /// Guards the three below. Held for moments only, never while the store writes.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final FairQueue<Work> waiting;

  @GuardedBy("lock")
  private boolean closed;

  @GuardedBy("lock")
  private boolean mending;

  /// The last position that the listener heard of. For the thread that commits.
  private long announced;

  /// Acknowledgements that were answered and found no room on the disk. For the thread that
  /// commits.
  private final List<Work> unwritten = new ArrayList<>();

  /// An appender that commits on the thread that calls {@link #commitWaiting}, for simulations,
  /// which decide when.
  static Appender withoutThread(
      LogStore store, Listener listener, QueueBounds bounds, DiskSpace space) {
    return new Appender(store, listener, bounds, space, _ -> {}, () -> {}, false);
  }

  /// @param bounds how much may wait, of all and of one author
  /// @param space whether there is room for more
  /// @param stopwatch hears how long drafts wait
  /// @param failed what to do when the store can't write for another reason than a full disk:
  ///   nothing more is accepted, and what was accepted but not answered never will be, because
  ///   nobody knows whether it is stored
  public Appender(
      LogStore store,
      Listener listener,
      QueueBounds bounds,
      DiskSpace space,
      Stopwatch stopwatch,
      Runnable failed) {
    this(store, listener, bounds, space, stopwatch, failed, true);
  }

  private Appender(
      LogStore store,
      Listener listener,
      QueueBounds bounds,
      DiskSpace space,
      Stopwatch stopwatch,
      Runnable failed,
      boolean begins) {
    this.space = space;
    this.stopwatch = stopwatch;
    this.store = store;
    this.listener = listener;
    this.waiting = new FairQueue<>(bounds);
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("log").unstarted(NeverWaits.on(this::run));
    if (begins) {
      thread.start();
    }
  }

  /// Commits what waits, on the calling thread. Returns whether anything waited.
  boolean commitWaiting() {
    List<Work> together;
    lock.lock();
    try {
      together = drain();
    } finally {
      lock.unlock();
    }
    if (together.isEmpty()) {
      return false;
    }
    commit(together);
    return true;
  }

  @Override
  public Offered appendDraft(Draft draft, Consumer<Appended> then) {
    space.require();
    return enqueue(
        draft.message().author(), new Work.Append(draft, then, System.nanoTime()), bytes(draft));
  }

  @Override
  public boolean writeCursors(
      List<CursorMove> moves, List<Acknowledged> acknowledgements, Runnable then) {
    if (space.isOut()) {
      return false;
    }
    Object owner =
        moves.isEmpty()
            ? acknowledgements.isEmpty() ? Work.class : acknowledgements.getFirst().reader()
            : moves.getFirst().session();
    long bytes = BYTES_AN_ITEM + (long) BYTES_A_LOG * (moves.size() + acknowledgements.size());
    var work = new Work.WriteCursors(moves, acknowledgements, then);
    return enqueue(owner, work, bytes) == Offered.QUEUED;
  }

  /// The memory that a draft takes until it is written: an entry for each of its logs.
  private static long bytes(Draft draft) {
    long each = BYTES_A_LOG + (long) draft.message().payload().length;
    return BYTES_AN_ITEM + each * Math.max(1, draft.logs().size());
  }

  /// Writes what waits, answers it, and stops. Waits until that is done.
  @Override
  public void close() {
    shut();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Offered enqueue(Object owner, Work work, long bytes) {
    lock.lock();
    try {
      if (closed) {
        return Offered.NO_ROOM;
      }
      boolean first = waiting.isEmpty();
      Offered offered = waiting.offer(owner, work, bytes);
      if (first && offered == Offered.QUEUED) {
        changed.signal();
      }
      return offered;
    } finally {
      lock.unlock();
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
    try {
      while (true) {
        switch (awaitNext()) {
          case Next.Commit(var together) -> commit(together);
          case Next.Mend() -> mend();
          case Next.Stop() -> {
            return;
          }
        }
      }
    } catch (Throwable e) {
      // Also when the memory is gone: without this thread nothing must be accepted.
      shut();
      LOG.error("The log can't be written; this node accepts nothing more", LoggedFault.of(e));
      failed.run();
    }
  }

  private Next awaitNext() {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closed) {
          return new Next.Stop();
        }
        if (mending) {
          mending = false;
          return new Next.Mend();
        }
        changed.awaitUninterruptibly();
      }
      return new Next.Commit(drain());
    } finally {
      lock.unlock();
    }
  }

  /// Takes what shares the next commit out of what waits.
  @GuardedBy("lock")
  private List<Work> drain() {
    List<Work> together = new ArrayList<>(Math.min(waiting.size(), MOST_TOGETHER));
    waiting.drain(together, MOST_TOGETHER, ENOUGH_TOGETHER);
    return together;
  }

  private void commit(List<Work> together) {
    LogStore.Committed committed;
    try {
      committed = store.commit(batch(together));
    } catch (LogFull _) {
      var _ = space.failed(NAME, this::tryAgain);
      refuse(together);
      return;
    }
    measure(together);
    announceCommit(committed);
    answer(together, committed.appended());
  }

  private void measure(List<Work> together) {
    long now = System.nanoTime();
    for (Work work : together) {
      if (work instanceof Work.Append append) {
        stopwatch.durable(now - append.since);
      }
    }
  }

  /// How many items wait to be written. Any thread.
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// The disk is full: what was to be added is refused. Acknowledgements are answered as ever, for
  /// clients repeat a refused one without pause; they are written once there is room.
  private void refuse(List<Work> together) {
    List<Appended> refused = new ArrayList<>(together.size());
    for (Work work : together) {
      switch (work) {
        case Work.Append _ -> refused.add(new Appended.NotStored());
        case Work.WriteCursors(var moves, var acknowledgements, _) ->
            unwritten.add(new Work.WriteCursors(moves, acknowledgements, () -> {}));
      }
    }
    answer(together, refused);
  }

  /// Any thread.
  private void tryAgain() {
    lock.lock();
    try {
      mending = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void mend() {
    try {
      store.mend();
      var committed = store.commit(batch(unwritten));
      unwritten.clear();
      space.mended(NAME);
      announceCommit(committed);
    } catch (LogFull _) {
      // At the next look, then.
    }
  }

  private static LogStore.Batch batch(List<Work> together) {
    List<Draft> drafts = new ArrayList<>(together.size());
    List<Acknowledged> acknowledgements = new ArrayList<>();
    // Of a cursor that moved several times, only where it came to is written, in whatever order the
    // moves were handed in.
    Map<CursorKey, CursorMove> moves = new LinkedHashMap<>();
    for (Work work : together) {
      switch (work) {
        case Work.Append append -> drafts.add(append.draft);
        case Work.WriteCursors write -> {
          acknowledgements.addAll(write.acknowledgements);
          for (CursorMove move : write.moves) {
            moves.merge(new CursorKey(move.session(), move.log()), move, CursorMove::merge);
          }
        }
      }
    }
    return new LogStore.Batch(drafts, new ArrayList<>(moves.values()), acknowledgements);
  }

  private void announceCommit(LogStore.Committed committed) {
    List<Entry> entries = new ArrayList<>(committed.appended().size());
    for (Appended outcome : committed.appended()) {
      if (outcome instanceof Appended.Stored stored) {
        assert announced < stored.position() : announced + " before " + stored.position();
        announced = stored.position();
        entries.addAll(stored.entries());
      }
    }
    if (entries.isEmpty() && committed.receipts().isEmpty()) {
      return;
    }
    try {
      listener.committed(entries, committed.receipts());
    } catch (RuntimeException e) {
      LOG.error(
          "A commit was not announced; its {} entries will come late",
          entries.size(),
          LoggedFault.of(e));
    }
  }

  private static void answer(List<Work> together, List<Appended> outcomes) {
    int next = 0;
    for (Work work : together) {
      try {
        switch (work) {
          case Work.Append append -> append.then.accept(outcomes.get(next++));
          case Work.WriteCursors write -> write.then.run();
        }
      } catch (RuntimeException e) {
        LOG.error(
            "An append or acknowledgement was written, but its answer failed", LoggedFault.of(e));
      }
    }
  }
}
