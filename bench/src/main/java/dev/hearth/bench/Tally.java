package dev.hearth.bench;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// The counts of one event loop. For its thread alone.
final class Tally {
  private static final long MOST_MICROS = 60_000_000;
  private static final int DIGITS = 3;

  private long messages;
  private long deliveries;
  private Histogram sent = new Histogram(MOST_MICROS, DIGITS);
  private Histogram pushed = new Histogram(MOST_MICROS, DIGITS);

  /// A snapshot of the counts.
  record Counts(long messages, long deliveries, Histogram sent, Histogram pushed) {
    Counts plus(Counts other) {
      Histogram bothSent = sent.copy();
      bothSent.add(other.sent);
      Histogram bothPushed = pushed.copy();
      bothPushed.add(other.pushed);
      return new Counts(
          messages + other.messages, deliveries + other.deliveries, bothSent, bothPushed);
    }
  }

  void message() {
    messages++;
  }

  void delivery() {
    deliveries++;
  }

  /// @param due when it should have been sent, by `System.nanoTime()`
  void sent(long due) {
    sent.recordValue(microsSince(due));
  }

  void pushed(long due) {
    pushed.recordValue(microsSince(due));
  }

  /// Starts from nothing on all stations; returns once they did.
  static void resetAll(List<Station> stations) {
    onEach(stations, station -> station.tally().reset());
  }

  /// The sum of the counts of all stations.
  static Counts sum(List<Station> stations) {
    Counts[] each = new Counts[stations.size()];
    onEach(stations, station -> each[stations.indexOf(station)] = station.tally().counts());
    Counts sum = each[0];
    for (int i = 1; i < each.length; i++) {
      sum = sum.plus(each[i]);
    }
    return sum;
  }

  /// Runs `work` for every station on its own loop; returns once all is done.
  static void onEach(List<Station> stations, Consumer<Station> work) {
    var left = new CountDownLatch(stations.size());
    for (Station station : stations) {
      station
          .loop()
          .execute(() -> {
            work.accept(station);
            left.countDown();
          });
    }
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Violation("interrupted", e);
    }
  }

  private void reset() {
    messages = 0;
    deliveries = 0;
    sent = new Histogram(MOST_MICROS, DIGITS);
    pushed = new Histogram(MOST_MICROS, DIGITS);
  }

  private Counts counts() {
    return new Counts(messages, deliveries, sent.copy(), pushed.copy());
  }

  private static long microsSince(long due) {
    return Math.clamp((System.nanoTime() - due) / 1_000, 0, MOST_MICROS);
  }
}
