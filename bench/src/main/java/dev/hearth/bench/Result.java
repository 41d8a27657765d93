package dev.hearth.bench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// A line of figures. A figure that a scenario doesn't measure is a dash.
final class Result {
  /// The columns, in order; their names are the header line.
  enum Column {
    /// The scenario that was run.
    SCENARIO,
    /// Which variant of it.
    VARIANT,
    /// Open connections.
    CONNECTIONS,
    /// How long was measured, in seconds; the warm-up before it not counted.
    SECONDS,
    /// Messages that reached all their receivers and were acknowledged in that time.
    MESSAGES,
    /// Messages that reached a receiver, each receiver counted, per second.
    DELIVERIES_PER_SECOND,
    /// One-time keys that were left, or given out, per second.
    KEYS_PER_SECOND,
    /// From the moment a message was due to be sent, to `SENT`; or a request for keys, to its
    /// answer.
    SENT_P50_US,
    SENT_P99_US,
    SENT_P999_US,
    /// From the moment a message was due to be sent, to the receiver's having it.
    PUSH_P50_US,
    PUSH_P99_US,
    PUSH_P999_US,
    /// CPU time of the server, divided by deliveries (by connections where nothing is delivered, by
    /// keys where it is about them).
    SERVER_CPU_US,
    /// CPU time of this process, likewise.
    GENERATOR_CPU_US,
    /// Entries the server wrote to its log for each message.
    ENTRIES_PER_MESSAGE,
    /// Resident memory of the server for each connection.
    RSS_BYTES,
    /// Live heap of the server for each connection.
    HEAP_BYTES,
    /// The longest of those times.
    SENT_MAX_US,
    PUSH_MAX_US,
    /// From when a client begins to connect until it was told what is pending: the longest.
    JOIN_MAX_US,
    /// The attempts of attackers: requests, frames or connections.
    TRIED_PER_SECOND,
    /// How many of these were refused, or lost their connection.
    REFUSED_PER_SECOND,
    /// The bytes that attackers wrote, in MiB.
    ATTACK_MIB_PER_SECOND,
    /// CPU time of the server, per second.
    SERVER_CORES,
    /// The most resident memory of the server, in MiB.
    RSS_PEAK_MIB,
    /// Load average of the machine over the last minute, just before.
    LOAD
  }

  private final Map<Column, String> values = new EnumMap<>(Column.class);

  Result(String scenario, String variant) {
    put(Column.SCENARIO, scenario);
    put(Column.VARIANT, variant);
  }

  static String header() {
    return Stream.of(Column.values())
        .map(column -> column.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("\t"));
  }

  Result put(Column column, String value) {
    values.put(column, value);
    return this;
  }

  Result put(Column column, long value) {
    return put(column, Long.toString(value));
  }

  Result put(Column column, double value) {
    return put(column, String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value));
  }

  /// The percentiles of `histogram` (microseconds) 50, 99 and 99.9; nothing when it is empty.
  private Result put(Column p50, Column p99, Column p999, Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return this;
    }
    return put(p50, histogram.getValueAtPercentile(50))
        .put(p99, histogram.getValueAtPercentile(99))
        .put(p999, histogram.getValueAtPercentile(99.9));
  }

  Result putSent(Histogram sent) {
    return put(Column.SENT_P50_US, Column.SENT_P99_US, Column.SENT_P999_US, sent);
  }

  Result putPushed(Histogram pushed) {
    return put(Column.PUSH_P50_US, Column.PUSH_P99_US, Column.PUSH_P999_US, pushed);
  }

  String line() {
    return Stream.of(Column.values())
        .map(column -> values.getOrDefault(column, "-"))
        .collect(Collectors.joining("\t"));
  }
}
