package dev.hearth.sdk.sealing;

import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what is to be done, one after the other, on a thread of its own. A chore is kept until it
/// is done, also when the process ends meanwhile: doing it twice does no harm. The latest 10,000
/// are kept: who is forgotten asks again.
final class Chores {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
  private static final Kind CHORE = new Kind("sealing.chore", 10_000);
  private static final Kind BEGUN = new Kind("sealing.chore-begun", 10_000);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);

  private final ClientStore store;
  private final Doing doing;
  private final PreKeyStock stock;
  private final Runnable hourly;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;

  /// @param hourly notes what has waited for long
  Chores(ClientStore store, Doing doing, PreKeyStock stock, Runnable hourly) {
    this.store = store;
    this.doing = doing;
    this.stock = stock;
    this.hourly = hourly;
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
      for (; ; ) {
        boolean failed = !guarded(stock::refillWhenDue);
        failed |= !doAll();
        Duration rest = failed ? TRIED_AGAIN_AFTER : stock.restUntilDue(HOUR);
        if (news.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        } else if (rest.equals(HOUR)) {
          guarded(hourly::run);
        }
      }
    } catch (InterruptedException closed) {
      LOG.debug("What is left of the chores is done the next time");
    }
  }

  /// @return whether all is done
  private boolean doAll() throws InterruptedException {
    boolean done = true;
    // First what was begun, and failed or was broken off.
    for (String name : names(BEGUN)) {
      done &= guarded(() -> finish(name));
    }
    for (String name : names(CHORE)) {
      done &=
          guarded(() -> {
            begin(name);
            finish(name);
          });
    }
    return done;
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
  ///
  /// @return whether it did not fail
  private static boolean guarded(Part part) throws InterruptedException {
    try {
      part.run();
      return true;
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.info("Left for the next time: {}", e.toString());
      return false;
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
