package dev.hearth.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Clients that connect one after the other, while others are already connected. Each waits for the
/// answer to `LIST_PENDING_MESSAGES`, and leaves.
final class Newcomers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Peer SILENT = (connection, frame) -> {};

  private final Fleet fleet;
  private final Run run;
  private final Duration patience;
  private final AtomicLong longest = new AtomicLong();
  private final Thread thread;
  private volatile boolean over;

  private Newcomers(Fleet fleet, Run run, List<Person> people, Duration patience) {
    this.fleet = fleet;
    this.run = run;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("newcomers").unstarted(() -> come(people));
  }

  /// @param patience how long one may wait
  static Newcomers start(Fleet fleet, Run run, List<Person> people, Duration patience) {
    var newcomers = new Newcomers(fleet, run, people, patience);
    newcomers.thread.start();
    return newcomers;
  }

  /// How long it took the slowest, in microseconds.
  long longestMicros() {
    return longest.get();
  }

  private void come(List<Person> people) {
    try {
      for (int i = 0; !over; i++) {
        come(people.get(i % people.size()));
        run.pass(PAUSE);
      }
    } catch (RuntimeException e) {
      run.fail(e);
    }
  }

  private void come(Person person) {
    long began = System.nanoTime();
    Station station = fleet.stations().getFirst();
    Connection connection = fleet.open(station, person.token(), SILENT);
    run.await(connection::isReady, patience, () -> "the connection of a newcomer");
    longest.accumulateAndGet((System.nanoTime() - began) / 1_000, Math::max);
    connection.close();
  }

  /// Waits for the one that is on its way.
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Violation("interrupted", e);
    }
  }
}
