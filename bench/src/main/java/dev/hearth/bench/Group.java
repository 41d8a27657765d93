package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Groups whose members are all online.
@Command(name = "group", description = "Groups with all members online, a few of them sending.")
final class Group extends Scenario {
  @Option(
      names = "--members",
      split = ",",
      defaultValue = "100,1000",
      description = "Sizes of the groups (default: ${DEFAULT-VALUE}).")
  private List<Integer> members = List.of(100, 1000);

  @Option(names = "--senders", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int senders = 5;

  @Option(
      names = "--window",
      defaultValue = "4",
      description = "Messages of a sender under way at once (default: ${DEFAULT-VALUE}).")
  private int window = 4;

  @Option(
      names = "--together",
      defaultValue = "80",
      description = "Acknowledgements in a request (default: ${DEFAULT-VALUE}).")
  private int together = 80;

  @Option(
      names = "--bytes",
      defaultValue = "300",
      description = "Length of the text (default: ${DEFAULT-VALUE}).")
  private int bytes = 300;

  @Override
  void measure(World world, Consumer<Result> results) {
    for (int size : members) {
      results.accept(measure(world, size));
    }
  }

  private Result measure(World world, int size) {
    Result result = result("group", size + " members", size);
    List<Person> people = world.people(size);
    ConversationId conversation = world.group(people.getFirst(), people.subList(1, size));
    var group = new GroupRun(senders, together, window, Payload.text(bytes));
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, options().threads())) {
      group.connect(fleet, people, conversation);
      double entries = world.logEntries();
      group.start();
      run.pass(options().warmUp());
      Stopwatch stopwatch = Stopwatch.start(world, fleet.stations());
      run.pass(options().measured());
      stopwatch.stop(result, Tally.sum(fleet.stations()));
      finish(run, fleet, group);
      result.put(Result.Column.ENTRIES_PER_MESSAGE, (world.logEntries() - entries) / group.sent());
      return result;
    }
  }

  private void finish(Run run, Fleet fleet, GroupRun group) {
    group.stop();
    run.await(group::isDelivered, options().patience(), group::missing);
    Tally.onEach(fleet.stations(), group::flush);
    run.await(
        () -> isQuiet(fleet, group), options().patience(), () -> "answers to acknowledgements");
    group.verify();
  }

  private static boolean isQuiet(Fleet fleet, GroupRun group) {
    var quiet = new AtomicBoolean(true);
    Tally.onEach(
        fleet.stations(),
        station -> {
          if (!group.isQuiet(station)) {
            quiet.set(false);
          }
        });
    return quiet.get();
  }
}
