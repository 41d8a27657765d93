package dev.hearth.bench;

import java.util.List;

/// Measures what an interval costs; it begins when the stopwatch is created.
final class Stopwatch {
  private final World world;
  private final long began = System.nanoTime();
  private final long server;
  private final long generator;

  Stopwatch(World world) {
    this.world = world;
    this.server = world.process().cpuMicros();
    this.generator = ProcessUsage.ownOne().cpuMicros();
  }

  /// Begins with all tallies at nothing.
  static Stopwatch start(World world, List<Station> stations) {
    Tally.resetAll(stations);
    return new Stopwatch(world);
  }

  /// Since it began.
  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /// CPU time of the server since it began, per second.
  double serverCores() {
    return (world.process().cpuMicros() - server) / 1e6 / seconds();
  }

  /// Puts down what `counts` took until now.
  Result stop(Result result, Tally.Counts counts) {
    double seconds = seconds();
    stop(result, counts.deliveries());
    return result
        .put(Result.Column.MESSAGES, counts.messages())
        .put(Result.Column.DELIVERIES_PER_SECOND, counts.deliveries() / seconds)
        .putSent(counts.sent())
        .putPushed(counts.pushed());
  }

  /// Puts down the time until now, and the CPU time for each of `things`.
  Result stop(Result result, long things) {
    double each = Math.max(1, things);
    return result
        .put(Result.Column.SECONDS, seconds())
        .put(Result.Column.SERVER_CPU_US, (world.process().cpuMicros() - server) / each)
        .put(
            Result.Column.GENERATOR_CPU_US, (ProcessUsage.ownOne().cpuMicros() - generator) / each);
  }
}
