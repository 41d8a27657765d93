package dev.hearth.sdk;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Works on messages: those of a conversation one after the other, those of different ones side by
/// side. At most 1,000 wait or are worked on; whoever adds more waits for room.
///
/// A message that is added again while it is here, or soon after, is worked on once. Any thread may
/// call.
final class Lanes {
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_REMEMBERED = 10_000;

  private final Work work;
  private final Done done;
  private final Semaphore room = new Semaphore(MOST_WAITING, true);
  private final Semaphore atOnce;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<ConversationId, Queue<IncomingMessage>> lanes = new HashMap<>();
  private final Set<MessageId> here = new HashSet<>();
  private final RecentMessages through = new RecentMessages(MOST_REMEMBERED);
  private boolean closed;

  /// @param done hears of every message once it is worked on
  Lanes(int mostAtOnce, Work work, Done done) {
    this.atOnce = new Semaphore(mostAtOnce, true);
    this.work = work;
    this.done = done;
  }

  void add(IncomingMessage message) throws InterruptedException {
    room.acquire();
    boolean again;
    synchronized (lanes) {
      again = through.contains(message.id());
      if (again || closed || !here.add(message.id())) {
        room.release();
      } else {
        enqueue(message);
      }
    }
    if (again) {
      done.with(message);
    }
  }

  /// Interrupts what is being worked on, and waits for that at most so long. What is not done then
  /// is not done here any more.
  void close(Duration atMost) throws InterruptedException {
    synchronized (lanes) {
      closed = true;
    }
    threads.shutdownNow();
    threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void enqueue(IncomingMessage message) {
    Queue<IncomingMessage> lane = lanes.get(message.conversation());
    if (lane != null) {
      lane.add(message);
      return;
    }
    Queue<IncomingMessage> fresh = new ArrayDeque<>();
    fresh.add(message);
    lanes.put(message.conversation(), fresh);
    threads.execute(() -> empty(message.conversation(), fresh));
  }

  private void empty(ConversationId conversation, Queue<IncomingMessage> lane) {
    try {
      IncomingMessage next = first(lane);
      while (true) {
        atOnce.acquire();
        try {
          work.on(next);
        } finally {
          atOnce.release();
        }
        done.with(next);
        synchronized (lanes) {
          here.remove(next.id());
          through.add(next.id());
          room.release();
          lane.remove();
          if (lane.isEmpty()) {
            lanes.remove(conversation);
            return;
          }
          next = lane.element();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private IncomingMessage first(Queue<IncomingMessage> lane) {
    synchronized (lanes) {
      return lane.element();
    }
  }

  /// Throws nothing but what ends the lane.
  interface Work {
    void on(IncomingMessage message) throws InterruptedException;
  }

  /// Is told what is done.
  interface Done {
    void with(IncomingMessage message) throws InterruptedException;
  }
}
