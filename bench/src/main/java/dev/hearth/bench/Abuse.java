package dev.hearth.bench;

import dev.hearth.bench.abuse.Attack;
import dev.hearth.bench.abuse.Attacks;
import dev.hearth.bench.abuse.Score;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Attacks the server, each time at ten times the load that the machine can serve, while
/// well-behaved people keep talking. Measures what these people notice, and the costs for the
/// server.
@Command(
    name = "abuse",
    description = {
      "Attacks the server in every way we know, while others talk as usual: what they notice.",
      "Starts a server with a small heap and the usual allowances, and ends with status 1 when"
          + " somebody who behaves waits for more than 100 ms (p99), is refused, disconnected, or"
          + " gets a message twice or never; when the server takes more memory than its settings"
          + " allow; or when it does not serve on afterwards."
    })
final class Abuse extends Scenario {
  private static final int MIB = 1 << 20;
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final long MOST_P99_MICROS = 100_000;

  private static final int HEAP_MIB = 256;
  private static final int CACHE_MIB = 32;
  private static final int MOST_HELD_MIB = 64;

  /// The log collects this much before it writes a file.
  private static final int WRITE_BUFFERS_MIB = 48;

  /// The memory of a server that did nothing yet: code, classes, threads, the directory's pages.
  private static final int PROGRAM_MIB = 160;

  /// The answers that wait for their readers are outside the heap.
  private static final int MOST_RESIDENT_MIB =
      HEAP_MIB + CACHE_MIB + MOST_HELD_MIB + WRITE_BUFFERS_MIB + PROGRAM_MIB;

  /// Bounds that ten times as much can be asked of.
  private static final List<String> SETTINGS =
      List.of(
          "server.most-connections = 600",
          "http.most-held = " + MOST_HELD_MIB + " MiB",
          "log.cache = " + CACHE_MIB + " MiB",
          "delivery.window-memory = 2 MiB");

  @Option(
      names = "--attacks",
      split = ",",
      paramLabel = "NAME",
      description = "Which ones, with commas between; all by default.")
  private List<String> attacks = Attacks.all().stream().map(Attack::name).toList();

  @Option(
      names = "--pairs",
      defaultValue = "50",
      description = "Of those who behave (default: ${DEFAULT-VALUE}).")
  private int pairs = 50;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "Messages a second of these together (default: ${DEFAULT-VALUE}).")
  private int rate = 200;

  @Option(
      names = "--judge-latency",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether too long a wait is a failure. Without it (--no-judge-latency), waits are only"
              + " printed: for machines that have other work.")
  private boolean judgeLatency = true;

  @Override
  World world() {
    return options().boundedServer(SETTINGS, "-Xmx" + HEAP_MIB + "m");
  }

  @Override
  void measure(World world, Consumer<Result> results) {
    var started = (StartedServer) world;
    measure(
        world,
        attack -> AttackerProcess.start(attack, world.address(), started.admin()),
        MOST_RESIDENT_MIB,
        results);
  }

  /// @param source brings attackers up
  /// @param mostResidentMib the server's memory
  void measure(
      World world, Attackers.Source source, long mostResidentMib, Consumer<Result> results) {
    for (String name : attacks) {
      if (Attacks.find(name).isEmpty()) {
        throw new Violation("no attack is called " + name);
      }
    }
    warmUp(world);
    List<String> failed = new ArrayList<>();
    int withstood = 0;
    for (String name : attacks) {
      List<String> broken = new ArrayList<>();
      boolean serves = withstand(world, name, source, mostResidentMib, results, broken);
      if (broken.isEmpty()) {
        withstood++;
      } else {
        failed.add("beside " + name + ": " + String.join("; ", broken));
      }
      if (!serves) {
        break;
      }
    }
    System.err.printf("bench: %d passed, %d failed%n", withstood, attacks.size() - withstood);
    if (!failed.isEmpty()) {
      throw new Violation(String.join("\nbench: ", failed));
    }
  }

  /// Lets one attack happen, and collects which promises it breaks. Returns whether the server
  /// serves afterwards.
  private boolean withstand(
      World world,
      String name,
      Attackers.Source source,
      long mostResidentMib,
      Consumer<Result> results,
      List<String> broken) {
    try {
      results.accept(attack(world, name, source, mostResidentMib, broken));
    } catch (Violation violation) {
      Throwable cause = violation.getCause();
      broken.add(violation.getMessage() + (cause == null ? "" : " (" + cause + ")"));
    }
    try {
      serveAfterwards(world);
      return true;
    } catch (Violation violation) {
      broken.add("it does not serve on: " + violation.getMessage());
      return false;
    }
  }

  private void warmUp(World world) {
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, options().threads())) {
      List<Pair> all = Pairs.connect(world, fleet, pairs, Payload.text(300));
      Pairs.pace(run, all, options().warmUp(), rate);
      Pairs.awaitQuiet(run, fleet, all, options());
    }
  }

  private Result attack(
      World world,
      String name,
      Attackers.Source source,
      long mostResidentMib,
      List<String> broken) {
    var run = new Run();
    try (var attackers = source.ready(name);
        var fleet = new Fleet(world.address(), Ids.random(), run, options().threads())) {
      List<Person> newcomers = world.people(4);
      List<Pair> all = Pairs.connect(world, fleet, pairs, Payload.text(300));
      Pairs.pace(run, all, SETTLE, rate);
      Pairs.awaitQuiet(run, fleet, all, options());
      Result result = result("abuse", name, 2 * pairs);
      world.process().forgetPeak();
      Stopwatch stopwatch = Stopwatch.start(world, fleet.stations());
      attackers.begin();
      long joined;
      try (var coming = Newcomers.start(fleet, run, newcomers, options().patience())) {
        Pairs.pace(run, all, options().measured(), rate);
        joined = coming.longestMicros();
      }
      double cores = stopwatch.serverCores();
      Score.Total total = attackers.end();
      // All that was sent arrives, once and in order; each pair checks that.
      Pairs.awaitQuiet(run, fleet, all, options());
      Tally.Counts counts = Tally.sum(fleet.stations());
      long peak = world.process().peakBytes() / MIB;
      stopwatch
          .stop(result, counts)
          .put(Result.Column.SENT_MAX_US, counts.sent().getMaxValue())
          .put(Result.Column.PUSH_MAX_US, counts.pushed().getMaxValue())
          .put(Result.Column.JOIN_MAX_US, joined)
          .put(Result.Column.TRIED_PER_SECOND, total.tried() / total.seconds())
          .put(Result.Column.REFUSED_PER_SECOND, total.refused() / total.seconds())
          .put(Result.Column.ATTACK_MIB_PER_SECOND, total.bytes() / total.seconds() / MIB)
          .put(Result.Column.SERVER_CORES, cores)
          .put(Result.Column.RSS_PEAK_MIB, peak);
      if (peak > mostResidentMib) {
        broken.add(
            "the server took %d MiB; its settings allow for %d".formatted(peak, mostResidentMib));
      }
      judge("SENT", counts.sent(), broken);
      judge("the push", counts.pushed(), broken);
      return result;
    }
  }

  private void judge(String what, Histogram waits, List<String> broken) {
    long p99 = waits.getValueAtPercentile(99);
    if (judgeLatency && p99 > MOST_P99_MICROS) {
      broken.add("one in a hundred waited for %s for %d ms or longer".formatted(what, p99 / 1_000));
    }
  }

  /// That the server takes new people, and all of their messages, and says that it is well.
  private void serveAfterwards(World world) {
    var server = world.address();
    Http.get(URI.create("http://" + server.getHostString() + ":" + server.getPort() + "/health"));
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, 1)) {
      List<Pair> all = Pairs.connect(world, fleet, 2, Payload.text(300));
      Pairs.pace(run, all, Duration.ofMillis(100), 100);
      Pairs.awaitQuiet(run, fleet, all, options());
    }
  }
}
