package dev.hearth.chat.log;

import dev.hearth.protocol.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The group commit: the one thread of a node that writes the log. Any thread may hand it work; it
/// takes all that waits, writes one batch, syncs once, tells the listener, then answers each.
///
/// What is called back runs on this thread and must not wait for anything.
public final class Appender implements LogWriter, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  /// So many items at most share a commit: it bounds how long the first of them waits.
  private static final int MOST_TOGETHER = 2_048;

  /// Hears of every commit, in order, before those who asked are answered.
  public interface Listener {
    void committed(List<Entry> entries, List<Receipt> receipts);
  }

  private sealed interface Work {
    record Append(Draft draft, Consumer<Appended> then) implements Work {}

    record Acknowledge(List<CursorMove> moves, List<Acknowledged> words, Runnable then)
        implements Work {}

    record Stop() implements Work {}
  }

  private final LogStore store;
  private final Listener listener;
  private final BlockingQueue<Work> waiting;
  private final Runnable failed;
  private final Thread thread;
  private volatile boolean closed;

  /// @param mostWaiting items beyond this are refused
  /// @param failed what to do when the store can't write: nothing more will be accepted or answered
  public Appender(LogStore store, Listener listener, int mostWaiting, Runnable failed) {
    this.store = store;
    this.listener = listener;
    this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("log").start(this::run);
  }

  @Override
  public boolean append(Draft draft, Consumer<Appended> then) {
    return !closed && waiting.offer(new Work.Append(draft, then));
  }

  @Override
  public boolean acknowledge(List<CursorMove> moves, List<Acknowledged> words, Runnable then) {
    return !closed && waiting.offer(new Work.Acknowledge(moves, words, then));
  }

  /// Writes what waits, answers it, and stops.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      waiting.put(new Work.Stop());
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Work> together = new ArrayList<>(MOST_TOGETHER);
    try {
      boolean open = true;
      while (open) {
        together.add(waiting.take());
        waiting.drainTo(together, MOST_TOGETHER - 1);
        open = together.stream().noneMatch(Work.Stop.class::isInstance);
        commit(together);
        together.clear();
      }
      // Someone may have passed the check of `closed` just before it was set.
      waiting.drainTo(together);
      commit(together);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      closed = true;
      log.error("The log can't be written; this node accepts nothing more", e);
      failed.run();
    }
  }

  private void commit(List<Work> together) {
    List<Draft> drafts = new ArrayList<>();
    List<Acknowledged> words = new ArrayList<>();
    // Of a cursor that moved several times, only where it came to is written.
    Map<CursorKey, CursorMove> moves = new LinkedHashMap<>();
    for (Work work : together) {
      switch (work) {
        case Work.Append append -> drafts.add(append.draft);
        case Work.Acknowledge acknowledge -> {
          words.addAll(acknowledge.words);
          for (CursorMove move : acknowledge.moves) {
            moves.put(new CursorKey(move.session(), move.log()), move);
          }
        }
        case Work.Stop() -> {}
      }
    }
    if (drafts.isEmpty() && words.isEmpty() && moves.isEmpty()) {
      answer(together, List.of());
      return;
    }
    var committed = store.commit(new LogStore.Batch(drafts, List.copyOf(moves.values()), words));
    listener.committed(entries(committed.appended()), committed.receipts());
    answer(together, committed.appended());
  }

  private static List<Entry> entries(List<Appended> outcomes) {
    List<Entry> entries = new ArrayList<>(outcomes.size());
    for (Appended outcome : outcomes) {
      if (outcome instanceof Appended.Stored stored) {
        entries.addAll(stored.entries());
      }
    }
    return entries;
  }

  private static void answer(List<Work> together, List<Appended> outcomes) {
    int next = 0;
    for (Work work : together) {
      switch (work) {
        case Work.Append append -> append.then.accept(outcomes.get(next++));
        case Work.Acknowledge acknowledge -> acknowledge.then.run();
        case Work.Stop() -> {}
      }
    }
  }

  private record CursorKey(SessionId session, LogId log) {}
}
