package dev.hearth.sdk.sealing;

import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Does what is to be done, one after the other, on a thread of its own. A chore is kept until it
/// is done, also when the process ends meanwhile: doing it twice does no harm. The latest 10,000
/// are kept: who is forgotten asks again.
final class Chores {
  private static final System.Logger LOG = System.getLogger(Chores.class.getName());
  private static final Kind CHORE = new Kind("sealing.chore", 10_000);
  private static final Kind BEGUN = new Kind("sealing.chore-begun", 10_000);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);

  private final ClientStore store;
  private final Doing doing;
  private final PreKeyStock stock;
  private final SealingServer server;
  private final Runnable hourly;
  private final InstantSource clock;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  // These are the thread's own.
  private Duration restUntilDue = HOUR;
  private Instant hourlyDue = Instant.MIN;
  private boolean failed;

  /// @param hourly notes what has waited for long
  Chores(
      ClientStore store,
      Doing doing,
      PreKeyStock stock,
      SealingServer server,
      Runnable hourly,
      InstantSource clock) {
    this.store = store;
    this.doing = doing;
    this.stock = stock;
    this.server = server;
    this.hourly = hourly;
    this.clock = new OnwardClock(clock);
    this.thread = Thread.ofVirtual().name("hearth-chores").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Notes something to do; after the transaction, [#look].
  static void add(Records records, Chore chore) {
    records.put(CHORE, chore.name(), chore.toBytes());
  }

  /// Has the thread look at what there is to do.
  void look() {
    news.release();
  }

  void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!server.isOver()) {
        failed = false;
        guarded(this::hourlyWhenDue);
        guarded(stock::refillWhenDue);
        guarded(this::doAll);
        guarded(() -> restUntilDue = stock.restUntilDue(HOUR));
        Duration rest = failed ? TRIED_AGAIN_AFTER : restUntilDue;
        if (news.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException closed) {
      LOG.log(Level.DEBUG, "The remaining chores are done the next time");
    }
  }

  private void hourlyWhenDue() {
    Instant now = clock.instant();
    if (!now.isBefore(hourlyDue)) {
      hourly.run();
      hourlyDue = now.plus(HOUR);
    }
  }

  private void doAll() throws InterruptedException {
    // First what was begun, and failed or was broken off.
    for (String name : names(BEGUN)) {
      guarded(() -> finish(name));
    }
    for (String name : names(CHORE)) {
      guarded(() -> {
        begin(name);
        finish(name);
      });
    }
  }

  private List<String> names(Kind kind) {
    return store.inTransaction(records -> records.names(kind));
  }

  /// From here on the same can be noted once more, to be done once more.
  private void begin(String name) {
    store.inTransaction(records -> {
      records.find(CHORE, name).ifPresent(chore -> records.put(BEGUN, name, chore));
      records.remove(CHORE, name);
      return name;
    });
  }

  private void finish(String name) throws InterruptedException {
    Optional<Chore> chore =
        store.inTransaction(records -> records.find(BEGUN, name)).flatMap(Chore::parse);
    if (chore.isPresent()) {
      doing.perform(chore.get());
    }
    store.inTransaction(records -> {
      records.remove(BEGUN, name);
      return name;
    });
  }

  /// Lets what fails wait for the next time, and hold nothing else up.
  private void guarded(Part part) throws InterruptedException {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      // The client was closed or signed out: the remaining chores are useless, or left to the next
      // start.
      if (Thread.interrupted() || server.isOver()) {
        throw new InterruptedException();
      }
      LOG.log(Level.INFO, () -> "Left for the next time: " + e);
      failed = true;
    }
  }

  private interface Part {
    void run() throws InterruptedException;
  }

  /// Does one.
  interface Doing {
    void perform(Chore chore) throws InterruptedException;
  }
}
