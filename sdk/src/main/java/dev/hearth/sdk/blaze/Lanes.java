package dev.hearth.sdk.blaze;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.SeenMessages;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
public final class Lanes {
  private static final System.Logger LOG = System.getLogger(Lanes.class.getName());
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_REMEMBERED = 10_000;

  private final LaneWork work;
  private final DoneListener done;
  private final Semaphore room = new Semaphore(MOST_WAITING, true);
  private final Semaphore atOnce;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<ConversationId, Queue<IncomingMessage>> lanes = new HashMap<>();
  private final Set<MessageId> here = new HashSet<>();
  private final Set<Thread> workers = new HashSet<>();
  private final SeenMessages through = SeenMessages.inMemory(MOST_REMEMBERED);
  private boolean closed;

  /// @param done hears of every message once it is worked on
  public Lanes(int mostAtOnce, LaneWork work, DoneListener done) {
    this.atOnce = new Semaphore(mostAtOnce, true);
    this.work = work;
    this.done = done;
  }

  public void add(IncomingMessage message) throws InterruptedException {
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

  /// Takes no more, and interrupts what is being worked on, but for what the caller itself works
  /// on: it may be brought to its end.
  public void end() {
    synchronized (lanes) {
      if (closed) {
        return;
      }
      closed = true;
      threads.shutdown();
      for (Thread each : workers) {
        if (each != Thread.currentThread()) {
          each.interrupt();
        }
      }
    }
  }

  /// Ends, and waits at most this long for the messages that are being worked on. The rest is
  /// abandoned.
  public void close(Duration atMost) throws InterruptedException {
    end();
    try {
      threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  /// Whether the caller is at work on a message.
  public boolean isAtWork() {
    synchronized (lanes) {
      return workers.contains(Thread.currentThread());
    }
  }

  public boolean isClosed() {
    synchronized (lanes) {
      return closed;
    }
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
    threads.execute(() -> empty(fresh));
  }

  private void empty(Queue<IncomingMessage> lane) {
    try {
      Optional<IncomingMessage> next = first(lane);
      while (next.isPresent()) {
        atOnce.acquire();
        try {
          work.on(next.get());
        } catch (RuntimeException | Error e) {
          // One message must not block its conversation forever.
          LOG.log(Level.ERROR, "Failed at " + next.get().id(), e);
        } finally {
          atOnce.release();
        }
        done.with(next.get());
        next = after(next.get(), lane);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Empty when nothing is to be worked on any more.
  private Optional<IncomingMessage> first(Queue<IncomingMessage> lane) {
    synchronized (lanes) {
      if (closed) {
        return Optional.empty();
      }
      workers.add(Thread.currentThread());
      return Optional.of(lane.element());
    }
  }

  /// The next of the lane, which ends with its last.
  private Optional<IncomingMessage> after(IncomingMessage done, Queue<IncomingMessage> lane) {
    synchronized (lanes) {
      here.remove(done.id());
      through.add(done.id());
      room.release();
      lane.remove();
      if (lane.isEmpty() || closed) {
        lanes.remove(done.conversation());
        workers.remove(Thread.currentThread());
        return Optional.empty();
      }
      return Optional.of(lane.element());
    }
  }

  /// An interrupt ends the lane; a message at which it fails counts as done.
  public interface LaneWork {
    void on(IncomingMessage message) throws InterruptedException;
  }

  /// Is told what is done.
  public interface DoneListener {
    void with(IncomingMessage message) throws InterruptedException;
  }
}
