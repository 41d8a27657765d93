package dev.hearth.bench;

import dev.hearth.protocol.ConversationId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Somebody was away, and comes back to many messages.
@Command(
    name = "catch-up",
    description = "A session that was away gets what it missed: how long that takes.")
final class CatchUp extends Scenario {
  @Option(
      names = "--pending",
      defaultValue = "10000",
      description = "Messages that wait (default: ${DEFAULT-VALUE}).")
  private int pending = 10_000;

  @Option(
      names = "--together",
      defaultValue = "80",
      description = "Acknowledgements in a request (default: ${DEFAULT-VALUE}).")
  private int together = 80;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description =
          "How often it is measured; two rounds before are not counted (default:"
              + " ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--bytes",
      defaultValue = "300",
      description = "Length of the text (default: ${DEFAULT-VALUE}).")
  private int bytes = 300;

  @Override
  void measure(World world, Consumer<Result> results) {
    List<Person> people = world.people(2);
    ConversationId conversation = world.contact(people.get(0), people.get(1));
    Payload payload = Payload.text(bytes);
    for (int round = -1; round <= rounds; round++) {
      var run = new Run();
      Ids ids = Ids.random();
      try (var fleet = new Fleet(world.address(), ids, run, options().threads())) {
        Station station = fleet.stations().getFirst();
        send(fleet, station, run, people, conversation, payload);
        fleet.drop();
        Result result = result("catch-up", pending + " pending", 1);
        drain(world, fleet, station, run, people.get(1), payload, result);
        if (round > 0) {
          results.accept(result);
        }
      }
    }
  }

  private void send(
      Fleet fleet,
      Station station,
      Run run,
      List<Person> people,
      ConversationId conversation,
      Payload payload) {
    var create =
        Requests.createMessage(conversation, Optional.of(people.get(1).user()), payload.bytes());
    var backlog = new Backlog(create, pending);
    fleet.open(station, people.get(0).token(), backlog);
    run.await(backlog::isStored, options().patience(), backlog::missing);
  }

  private void drain(
      World world,
      Fleet fleet,
      Station station,
      Run run,
      Person person,
      Payload payload,
      Result result) {
    Stopwatch stopwatch = Stopwatch.start(world, fleet.stations());
    var drain = new Drain(station.ids(), payload, pending, together);
    fleet.open(station, person.token(), drain);
    run.await(drain::isOver, options().patience(), drain::missing);
    stopwatch.stop(result, Tally.sum(fleet.stations()));
  }
}
