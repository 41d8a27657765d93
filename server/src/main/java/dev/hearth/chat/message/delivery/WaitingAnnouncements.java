package dev.hearth.chat.message.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.runtime.LoggedFault;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps entries in order. Sometimes the database must be asked which users may see an entry. Until
/// it answers, that entry waits here, and all that are committed after it wait, too: a client that
/// gets a message must have got the earlier ones, those of other conversations too. Any thread may
/// call; one thread at a time announces.
final class WaitingAnnouncements {
  /// At most this many wait; beyond them every session reads the log instead.
  static final int MOST_WAITING = 4_096;

  /// At most this many bytes of payload wait, but for those of the first entry.
  private static final long MOST_WAITING_BYTES = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(WaitingAnnouncements.class);

  private final Executor workers;
  private final Consumer<Announced> offer;
  private final Runnable missed;

  @GuardedBy("this")
  private final ArrayDeque<Announced> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private long waitingBytes;

  /// Whether a worker offers what waits.
  @GuardedBy("this")
  private boolean offering;

  @GuardedBy("this")
  private boolean overflowed;

  /// @param workers run what waits for the database
  /// @param offer offers an entry to all sessions that may see it; it may wait for the database
  /// @param missed runs when entries were left out: all sessions have to read the log then
  WaitingAnnouncements(Executor workers, Consumer<Announced> offer, Runnable missed) {
    this.workers = workers;
    this.offer = offer;
    this.missed = missed;
  }

  /// Takes the entry if others wait, and returns whether it did.
  synchronized boolean addBehindOthers(Announced announced) {
    if (offering) {
      add(announced);
    }
    return offering;
  }

  /// Takes an entry while no other waits, and begins to offer it.
  void addFirst(Announced announced) {
    synchronized (this) {
      offering = true;
      add(announced);
    }
    workers.execute(this::offerAll);
  }

  @GuardedBy("this")
  private void add(Announced announced) {
    long bytes = announced.entry().message().payload().length;
    overflowed |=
        waiting.size() >= MOST_WAITING
            || (!waiting.isEmpty() && waitingBytes + bytes > MOST_WAITING_BYTES);
    if (!overflowed) {
      waiting.add(announced);
      waitingBytes += bytes;
    }
  }

  private void offerAll() {
    for (@Nullable Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        // Its sessions see a gap at the next entry of the same log, and read it.
        LOG.error("An entry was not announced; it will come late", LoggedFault.of(e));
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Announced next = waiting.poll();
    if (next != null) {
      waitingBytes -= next.entry().message().payload().length;
      return () -> offer.accept(next);
    }
    if (overflowed) {
      overflowed = false;
      return missed;
    }
    offering = false;
    return null;
  }
}
