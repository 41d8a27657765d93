package dev.hearth.bench;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the server's part in encryption: devices upload stocks of keys and take keys of others
/// one by one. Then, to compare, the same people send messages.
@Command(
    name = "keys",
    description =
        "Devices leave keys and take those of others, all at once; then the same people send"
            + " messages, to compare.")
final class Keys extends Scenario {
  @Option(names = "--devices", defaultValue = "50", description = "default: ${DEFAULT-VALUE}")
  private int devices = 50;

  @Option(
      names = "--stock",
      defaultValue = "700",
      description =
          "One-time keys that a device leaves, twice: the second time counts (default:"
              + " ${DEFAULT-VALUE}).")
  private int stock = 700;

  @Option(
      names = "--takes",
      defaultValue = "8",
      description =
          "Keys that each device takes of each other one; two before are not counted (default:"
              + " ${DEFAULT-VALUE}).")
  private int takes = 8;

  @Option(
      names = "--window",
      defaultValue = "16",
      description =
          "Requests, or messages of a pair, under way at once (default: ${DEFAULT-VALUE}).")
  private int window = 16;

  private static final int WARM_UP_TAKES = 2;

  @Override
  void measure(World world, Consumer<Result> results) {
    List<Person> people = world.people(devices);
    world.group(people.getFirst(), people.subList(1, devices));
    List<SignalDevice> owners = people.stream().map(person -> device(person.user())).toList();
    var run = new Run();
    try (var fleet = new Fleet(world.address(), Ids.random(), run, options().threads())) {
      List<KeyDevice> all = connect(fleet, people);
      ask(run, all, uploads(owners), 1);
      results.accept(measured(world, fleet, run, all, "left", uploads(owners), stock, 1));
      ask(run, all, requests(people, WARM_UP_TAKES), window);
      results.accept(measured(world, fleet, run, all, "taken", requests(people, takes), 1, window));
      fleet.drop();
      results.accept(messages(world, fleet, run, people));
    }
  }

  private static SignalDevice device(UserId user) {
    return SignalDevice.create(user, OwnIdentity.generate(), ClientStore.inMemory());
  }

  private static List<KeyDevice> connect(Fleet fleet, List<Person> people) {
    Set<String> given = KeyDevice.noneGiven();
    List<KeyDevice> all = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      Station station = fleet.stations().get(i % fleet.stations().size());
      all.add(new KeyDevice(i, station, fleet, people.get(i), given));
    }
    fleet.awaitReady();
    return all;
  }

  /// For each device a request with fresh keys.
  private List<List<Template>> uploads(List<SignalDevice> owners) {
    List<List<Template>> uploads = new ArrayList<>();
    for (SignalDevice owner : owners) {
      PreKeyUpload keys = owner.makePreKeys(stock);
      uploads.add(List.of(Requests.leaveKeys(keys)));
    }
    return uploads;
  }

  /// For each device as many requests for the keys of each other one, the others in turn.
  private static List<List<Template>> requests(List<Person> people, int each) {
    List<List<Template>> all = new ArrayList<>();
    for (int asker = 0; asker < people.size(); asker++) {
      List<Template> requests = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        for (int other = 1; other < people.size(); other++) {
          requests.add(Requests.takeKeys(people.get((asker + other) % people.size())));
        }
      }
      all.add(requests);
    }
    return all;
  }

  private Result measured(
      World world,
      Fleet fleet,
      Run run,
      List<KeyDevice> all,
      String variant,
      List<List<Template>> requests,
      int keysEach,
      int window) {
    Result result = result("keys", variant, devices);
    Stopwatch stopwatch = Stopwatch.start(world, fleet.stations());
    ask(run, all, requests, window);
    long count = requests.stream().mapToLong(List::size).sum();
    double seconds = stopwatch.seconds();
    return stopwatch
        .stop(result, count * keysEach)
        .put(Result.Column.MESSAGES, count)
        .put(Result.Column.KEYS_PER_SECOND, count * keysEach / seconds)
        .putSent(Tally.sum(fleet.stations()).sent());
  }

  private void ask(Run run, List<KeyDevice> all, List<List<Template>> requests, int window) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).ask(requests.get(i), window);
    }
    // Waits as long as answers keep coming, however many there are.
    for (int open = open(all); open > 0; open = open(all)) {
      int before = open;
      run.await(() -> open(all) < before, options().patience(), () -> open(all) + " answers");
    }
  }

  private static int open(List<KeyDevice> all) {
    return all.stream().mapToInt(KeyDevice::open).sum();
  }

  private Result messages(World world, Fleet fleet, Run run, List<Person> people) {
    Payload payload = Payload.text(300);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < people.size(); i += 2) {
      Person from = people.get(i);
      Person to = people.get(i + 1);
      Station station = fleet.stations().get(i / 2 % fleet.stations().size());
      pairs.add(new Pair(i / 2, station, fleet, from, to, world.contact(from, to), payload));
    }
    fleet.awaitReady();
    Result result = result("keys", "messages", 2 * pairs.size());
    return Pairs.throughput(world, fleet, run, pairs, window, options(), result);
  }
}
