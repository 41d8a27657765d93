package dev.hearth.bench.abuse;

import java.util.concurrent.atomic.LongAdder;

/// Counts the attempts of attackers and their outcomes. Any thread may count.
public final class Score {
  private final LongAdder tried = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /// A snapshot of the counts.
  ///
  /// @param tried requests, frames or connections
  /// @param refused how many of them were refused, or lost their connection
  /// @param bytes that were written
  /// @param seconds that it took
  public record Total(long tried, long refused, long bytes, double seconds) {
    /// As one line.
    public String line() {
      return tried + "\t" + refused + "\t" + bytes + "\t" + seconds;
    }

    /// @param line what {@link #line} made
    public static Total parse(String line) {
      String[] parts = line.split("\t", -1);
      return new Total(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Double.parseDouble(parts[3]));
    }
  }

  void tried(int more) {
    tried.add(more);
  }

  void refused() {
    refused.increment();
  }

  void wrote(long more) {
    bytes.add(more);
  }

  Total total(double seconds) {
    return new Total(tried.sum(), refused.sum(), bytes.sum(), seconds);
  }
}
