package dev.hearth.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Pairs of a sender and a recipient: first as much as goes through, then the latency at a fixed
/// rate.
@Command(
    name = "pairs",
    description = "Senders and recipients, one to one: throughput, then latency at a fixed rate.")
final class Pairs extends Scenario {
  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Option(names = "--pairs", defaultValue = "100", description = "default: ${DEFAULT-VALUE}")
  private int pairs = 100;

  @Option(
      names = "--window",
      defaultValue = "16",
      description = "Messages of a pair under way at once (default: ${DEFAULT-VALUE}).")
  private int window = 16;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description =
          "Messages a second of all pairs together, for latency; 0 leaves it out "
              + "(default: ${DEFAULT-VALUE}).")
  private int rate = 500;

  @Option(
      names = "--bytes",
      defaultValue = "300",
      description = "Length of the text (default: ${DEFAULT-VALUE}).")
  private int bytes = 300;

  @Override
  void measure(World world, Consumer<Result> results) {
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, options().threads())) {
      List<Pair> all = connect(world, fleet, pairs, Payload.text(bytes));
      Result result = result("pairs", "window " + window, 2 * pairs);
      results.accept(throughput(world, fleet, run, all, window, options(), result));
      if (rate > 0) {
        results.accept(latency(world, fleet, run, all));
      }
    }
  }

  /// Signs people up and connects them, two by two.
  static List<Pair> connect(World world, Fleet fleet, int pairs, Payload payload) {
    List<Person> people = world.people(2 * pairs);
    List<Pair> all = new ArrayList<>(pairs);
    for (int i = 0; i < pairs; i++) {
      Person from = people.get(2 * i);
      Person to = people.get(2 * i + 1);
      Station station = fleet.stations().get(i % fleet.stations().size());
      all.add(new Pair(i, station, fleet, from, to, world.contact(from, to), payload));
    }
    fleet.awaitReady();
    return all;
  }

  /// Lets all pairs send as much as goes through, and measures a part of it.
  static Result throughput(
      World world,
      Fleet fleet,
      Run run,
      List<Pair> all,
      int window,
      Options options,
      Result result) {
    forEach(all, pair -> pair.keepSending(window));
    run.pass(options.warmUp());
    Stopwatch stopwatch = Stopwatch.start(world, fleet.stations());
    run.pass(options.measured());
    stopwatch.stop(result, Tally.sum(fleet.stations()));
    forEach(all, Pair::pause);
    awaitQuiet(run, fleet, all, options);
    return result;
  }

  private Result latency(World world, Fleet fleet, Run run, List<Pair> all) {
    Result result = result("pairs", rate + "/s", 2 * pairs);
    pace(run, all, SETTLE, rate);
    awaitQuiet(run, fleet, all, options());
    Stopwatch stopwatch = Stopwatch.start(world, fleet.stations());
    pace(run, all, options().measured(), rate);
    awaitQuiet(run, fleet, all, options());
    return stopwatch.stop(result, Tally.sum(fleet.stations()));
  }

  /// Lets messages fall due at equal distances, pair after pair, whether or not the server keeps
  /// up.
  static void pace(Run run, List<Pair> all, Duration time, int rate) {
    long start = System.nanoTime();
    long messages = time.toMillis() * rate / 1_000;
    for (long i = 0; i < messages; i++) {
      long due = start + i * 1_000_000_000L / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      run.check();
      Pair pair = all.get((int) (i % all.size()));
      pair.station().loop().execute(() -> pair.fallDue(due));
    }
  }

  /// Waits until all that was sent is done.
  static void awaitQuiet(Run run, Fleet fleet, List<Pair> all, Options options) {
    run.await(
        () -> noisy(fleet, all).isEmpty(),
        options.patience(),
        () -> {
          List<Pair> noisy = noisy(fleet, all);
          return noisy.size() + " pairs, such as " + noisy.getFirst().missing();
        });
  }

  private static List<Pair> noisy(Fleet fleet, List<Pair> all) {
    List<Pair> noisy = new ArrayList<>();
    Tally.onEach(
        fleet.stations(),
        station -> {
          for (Pair pair : all) {
            if (pair.station() == station && !pair.isQuiet()) {
              synchronized (noisy) {
                noisy.add(pair);
              }
            }
          }
        });
    return noisy;
  }

  private static void forEach(List<Pair> all, Consumer<Pair> work) {
    var left = new AtomicInteger(all.size());
    for (Pair pair : all) {
      pair.station()
          .loop()
          .execute(() -> {
            work.accept(pair);
            left.decrementAndGet();
          });
    }
    while (left.get() > 0) {
      Thread.onSpinWait();
    }
  }
}
