package dev.hearth.sdk.blaze;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.http.Acknowledgement;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Tells the server what was received and read, many messages at once, on a thread of its own.
///
/// A batch is repeated until the server has answered it. At most 10,000 acknowledgements wait;
/// beyond that, callers wait for room. Once the session or the client has ended, they are dropped.
/// If the process ends first, the server sends the message again, and we acknowledge it then.
public final class Acknowledger {
  private static final System.Logger LOG = System.getLogger(Acknowledger.class.getName());
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_AT_ONCE = 80;
  private static final Acknowledgement END =
      new Acknowledgement(MessageId.random(), ReceiptStatus.READ);

  private final Telling telling;
  private final Duration within;
  private final Duration again;
  private final Thread thread;
  private final BlockingQueue<Acknowledgement> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean ended;

  /// @param within how long it collects acknowledgements for a batch
  /// @param again the pause after a failure
  public Acknowledger(Telling telling, Duration within, Duration again) {
    this.telling = telling;
    this.within = within;
    this.again = again;
    this.thread = Thread.ofVirtual().name("hearth-acknowledger").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public void add(Acknowledgement acknowledgement) throws InterruptedException {
    // Someone who is being stopped still gets what is done told, as long as there is room.
    if (!ended && !waiting.offer(acknowledgement)) {
      waiting.put(acknowledgement);
    }
  }

  /// Sends the acknowledgements that wait, for at most this long, and stops.
  public void close(Duration atMost) {
    try {
      if (thread.getState() != Thread.State.NEW
          && waiting.offer(END, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        thread.join(atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void run() {
    try {
      while (tellNext()) {}
    } catch (InterruptedException | HearthException closed) {
      LOG.log(Level.DEBUG, () -> waiting.size() + " acknowledgements are left untold");
    } finally {
      ended = true;
      // Callers that wait for room can continue.
      waiting.clear();
    }
  }

  /// @return false when there is nothing more to tell
  private boolean tellNext() throws InterruptedException {
    List<Acknowledgement> batch = new ArrayList<>(MOST_AT_ONCE);
    Acknowledgement next = waiting.take();
    long until = System.nanoTime() + within.toNanos();
    while (next != null && !next.equals(END)) {
      batch.add(next);
      if (batch.size() == MOST_AT_ONCE) {
        break;
      }
      next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    if (!batch.isEmpty()) {
      tell(batch);
    }
    return !END.equals(next);
  }

  /// Only the end of the session or of the client ends it: any other failure is tried again.
  private void tell(List<Acknowledgement> batch) throws InterruptedException {
    while (true) {
      try {
        telling.tell(batch);
        return;
      } catch (RuntimeException | Error e) {
        if (e instanceof HearthException ended && ended.isFinal()) {
          throw ended;
        }
        LOG.log(
            Level.ERROR,
            () -> batch.size() + " acknowledgements could not be told; they are tried again",
            e);
        Thread.sleep(again);
      }
    }
  }

  /// Tells the server, and comes back when it has answered.
  public interface Telling {
    void tell(List<Acknowledgement> batch) throws InterruptedException;
  }
}
