package dev.hearth.chat.log;

import dev.hearth.protocol.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The group commit: the one thread of a node that writes the log. Any thread may hand it work; it
/// takes all that waits, writes one batch, syncs once, tells the listener, then answers each in the
/// order in which it came.
///
/// What is called back runs on this thread and must not wait for anything. If it throws, that is
/// logged and harms nobody else: the entries are in the log, and are found there.
public final class Appender implements LogWriter, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  /// So many items at most share a commit: it bounds how long the first of them waits.
  static final int MOST_TOGETHER = 2_048;

  /// Hears of every commit that brought entries or receipts, in order, before those who asked are
  /// answered.
  public interface Listener {
    void committed(List<Entry> entries, List<Receipt> receipts);
  }

  private sealed interface Work {
    record Append(Draft draft, Consumer<Appended> then) implements Work {}

    record Acknowledge(List<CursorMove> moves, List<Acknowledged> words, Runnable then)
        implements Work {}
  }

  private record CursorKey(SessionId session, LogId log) {}

  private final LogStore store;
  private final Listener listener;
  private final int mostWaiting;
  private final Runnable failed;
  private final Thread thread;

  /// Guards the two below. Held for moments only, never while the store writes.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Queue<Work> waiting = new ArrayDeque<>();
  private boolean closed;

  /// @param mostWaiting items beyond this are refused
  /// @param failed what to do when the store can't write: nothing more is accepted, and what was
  ///   accepted but not answered never will be, because nobody knows whether it is stored
  public Appender(LogStore store, Listener listener, int mostWaiting, Runnable failed) {
    this.store = store;
    this.listener = listener;
    this.mostWaiting = mostWaiting;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("log").start(this::run);
  }

  @Override
  public boolean append(Draft draft, Consumer<Appended> then) {
    return offer(new Work.Append(draft, then));
  }

  @Override
  public boolean acknowledge(List<CursorMove> moves, List<Acknowledged> words, Runnable then) {
    return offer(new Work.Acknowledge(moves, words, then));
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

  private boolean offer(Work work) {
    lock.lock();
    try {
      if (closed || waiting.size() >= mostWaiting) {
        return false;
      }
      if (waiting.isEmpty()) {
        changed.signal();
      }
      return waiting.add(work);
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
    List<Work> together = new ArrayList<>(MOST_TOGETHER);
    try {
      while (take(together)) {
        commit(together);
        together.clear();
      }
    } catch (Throwable e) {
      // Also when the memory is gone: without this thread nothing must be accepted.
      shut();
      log.error("The log can't be written; this node accepts nothing more", e);
      failed.run();
    }
  }

  /// Moves what waits into `together`, and waits for it if need be. Returns false when nothing
  /// waits and nothing more will come.
  private boolean take(List<Work> together) {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closed) {
          return false;
        }
        changed.awaitUninterruptibly();
      }
      while (!waiting.isEmpty() && together.size() < MOST_TOGETHER) {
        together.add(waiting.remove());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Work> together) {
    var committed = store.commit(batch(together));
    tell(committed);
    answer(together, committed.appended());
  }

  private static LogStore.Batch batch(List<Work> together) {
    List<Draft> drafts = new ArrayList<>(together.size());
    List<Acknowledged> words = new ArrayList<>();
    // Of a cursor that moved several times, only where it came to is written, in whatever order the
    // moves were handed in.
    Map<CursorKey, CursorMove> moves = new LinkedHashMap<>();
    for (Work work : together) {
      switch (work) {
        case Work.Append append -> drafts.add(append.draft);
        case Work.Acknowledge acknowledge -> {
          words.addAll(acknowledge.words);
          for (CursorMove move : acknowledge.moves) {
            moves.merge(new CursorKey(move.session(), move.log()), move, CursorMove::merge);
          }
        }
      }
    }
    return new LogStore.Batch(drafts, new ArrayList<>(moves.values()), words);
  }

  private void tell(LogStore.Committed committed) {
    List<Entry> entries = new ArrayList<>(committed.appended().size());
    for (Appended outcome : committed.appended()) {
      if (outcome instanceof Appended.Stored stored) {
        entries.addAll(stored.entries());
      }
    }
    if (entries.isEmpty() && committed.receipts().isEmpty()) {
      return;
    }
    try {
      listener.committed(entries, committed.receipts());
    } catch (RuntimeException e) {
      log.error("A commit was not announced; its {} entries will come late", entries.size(), e);
    }
  }

  private static void answer(List<Work> together, List<Appended> outcomes) {
    int next = 0;
    for (Work work : together) {
      try {
        switch (work) {
          case Work.Append append -> append.then.accept(outcomes.get(next++));
          case Work.Acknowledge acknowledge -> acknowledge.then.run();
        }
      } catch (RuntimeException e) {
        log.error("What was written could not be answered", e);
      }
    }
  }
}
