package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Somebody was away, and comes back to many messages.
@Command(
    name = "catch-up",
    description = "A session that was away gets what it missed: how long that takes.")
final class CatchUp extends Scenario {
  /// The server's notices about new conversations arrive within this time.
  private static final long QUIET_NANOS = 500_000_000;

  @Option(
      names = "--pending",
      defaultValue = "10000",
      description = "Messages that wait (default: ${DEFAULT-VALUE}).")
  private int pending = 10_000;

  @Option(
      names = "--conversations",
      defaultValue = "1",
      description = "Conversations that they are in, in turns (default: ${DEFAULT-VALUE}).")
  private int conversations = 1;

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
    List<ConversationId> all = conversations(world, people);
    readNotices(world, people.get(1));
    Payload payload = Payload.text(bytes);
    for (int round = -1; round <= rounds; round++) {
      var run = new Run();
      Ids ids = Ids.random();
      try (var fleet = new Fleet(world.address(), ids, run, options().threads())) {
        Station station = fleet.stations().getFirst();
        send(fleet, station, run, people, all, payload);
        fleet.drop();
        Result result = result("catch-up", variant(), 1);
        drain(world, fleet, station, run, people.get(1), payload, result);
        if (round > 0) {
          results.accept(result);
        }
      }
    }
  }

  private String variant() {
    return pending + " pending" + (conversations == 1 ? "" : " in " + conversations);
  }

  private List<ConversationId> conversations(World world, List<Person> people) {
    if (conversations == 1) {
      return List.of(world.contact(people.get(0), people.get(1)));
    }
    return IntStream.range(0, conversations)
        .mapToObj(_ -> world.group(people.get(0), people.subList(1, 2)))
        .toList();
  }

  private void readNotices(World world, Person person) {
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, 1)) {
      var reader = new NoticeReader();
      fleet.open(fleet.stations().getFirst(), person.token(), reader);
      run.await(() -> reader.isQuiet(QUIET_NANOS), options().patience(), reader::missing);
    }
  }

  private void send(
      Fleet fleet,
      Station station,
      Run run,
      List<Person> people,
      List<ConversationId> all,
      Payload payload) {
    Optional<UserId> recipient =
        conversations == 1 ? Optional.of(people.get(1).user()) : Optional.empty();
    var creates =
        all.stream()
            .map(conversation -> Requests.createMessage(conversation, recipient, payload.bytes()))
            .toList();
    var backlog = new Backlog(creates, pending);
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
