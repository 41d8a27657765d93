package dev.hearth.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the memory of idle connections.
@Command(
    name = "idle",
    description =
        "Connections that have nothing to say: the server's memory for each. Needs a limit of open"
            + " files (ulimit -n) above their number, for the server as well.")
final class Idle extends Scenario {
  @Option(names = "--connections", defaultValue = "8000", description = "default: ${DEFAULT-VALUE}")
  private int connections = 8000;

  @Option(
      names = "--rehearsal",
      defaultValue = "2000",
      description =
          "Connections that come and go before, so that code and caches are not counted (default:"
              + " ${DEFAULT-VALUE}).")
  private int rehearsal = 2000;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "How long the server may come to rest before its memory is looked at (default:"
              + " ${DEFAULT-VALUE}).")
  private int settle = 3;

  @Override
  void measure(World world, Consumer<Result> results) {
    Result result = result("idle", "", connections);
    List<Person> people = world.people(rehearsal + connections);
    Peer silent = (connection, frame) -> {};
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, options().threads())) {
      open(fleet, people.subList(0, rehearsal), silent);
      run.pass(Duration.ofSeconds(settle));
      fleet.drop();
      run.pass(Duration.ofSeconds(settle));
      Memory before = Memory.of(world);
      var stopwatch = new Stopwatch(world);
      open(fleet, people.subList(rehearsal, people.size()), silent);
      stopwatch.stop(result, connections);
      run.pass(Duration.ofSeconds(settle));
      Memory after = Memory.of(world);
      result
          .put(Result.Column.RSS_BYTES, (after.resident - before.resident) / connections)
          .put(Result.Column.HEAP_BYTES, (after.heap - before.heap) / connections);
    }
    results.accept(result);
  }

  private static void open(Fleet fleet, List<Person> people, Peer peer) {
    List<Station> stations = fleet.stations();
    for (int i = 0; i < people.size(); i++) {
      fleet.open(stations.get(i % stations.size()), people.get(i).token(), peer);
    }
    fleet.awaitReady();
  }

  private record Memory(long resident, long heap) {
    static Memory of(World world) {
      long heap = world.heap().liveBytes();
      world.heap().collect();
      return new Memory(world.process().residentBytes(), heap);
    }
  }
}
