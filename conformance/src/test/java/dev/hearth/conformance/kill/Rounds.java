package dev.hearth.conformance.kill;

import dev.hearth.Eventually;
import dev.hearth.conformance.AdminClient;
import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rounds of load, the end of the server, and coming back. A seed repeats what is said by whom and
/// after how many answers the server ends; not the moment, to the microsecond.
public final class Rounds implements AutoCloseable {
  private static final List<Habit> HABITS = List.of(Habit.values());
  private static final int MOST_UNACKNOWLEDGED = 300;

  /// The server is killed after at most this many other actions of people, besides talking.
  private static final int MOST_DEEDS = 120;

  private static final long MOST_SECONDS_A_ROUND = 120;

  /// Additional settings that the server needs: a small quota, to be used up, and allowances that
  /// nobody uses up.
  public static final List<String> SETTINGS =
      List.of(
          "attachment.quota = " + Uploading.QUOTA + " B",
          "allowance.one-time-keys = 1000000 then 10000/s",
          "allowance.strangers = 1000000 then 10000/s",
          "allowance.group-notices = 1000000 then 10000/s");

  /// How a server starts and ends.
  public interface Machine {
    /// Starts a server that is to work.
    PackedServer start(Path folder);

    /// Starts one for the storm of a round, which may fail in it; empty when it fails already as it
    /// starts.
    default Optional<PackedServer> startForStorm(Path folder, Random random) {
      return Optional.of(start(folder));
    }

    /// Whether the server that is started for storms may refuse what it can't write.
    default boolean mayRefuse() {
      return false;
    }

    /// Whether an answered acknowledgement survives the end.
    default boolean acknowledgementsLast() {
      return true;
    }

    /// How long to wait for what is missing.
    default long patienceSeconds() {
      return MOST_SECONDS_A_ROUND;
    }

    void end(PackedServer server, Random random);

    /// Whether the disk has no room in storms. Then the server refuses, and continues by itself
    /// when the disk has room again.
    default boolean fillsUp() {
      return false;
    }

    /// Leaves little room on the disk.
    default void fill(Random random) {}

    /// Checks the server while the disk has no room.
    default void whileFull(PackedServer server) throws Exception {}

    default void makeRoom() {}
  }

  private final Path folder;
  private final Machine machine;
  private final String what;
  private final int rounds;
  private final long seed;
  private final Random random;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
  private final NoticeBook notices = new NoticeBook();
  private final Receipts receipts = new Receipts();
  private final Ledger ledger;
  private final List<Member> members = new ArrayList<>();
  private final List<Pursuit> pursuits = new ArrayList<>();
  private final List<GroupLife> groups = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private Optional<PackedServer> server = Optional.empty();

  /// @param folder of the server
  /// @param what is done, for the lines that are printed
  public Rounds(Path folder, Machine machine, String what, int rounds, long seed) {
    this.folder = folder;
    this.machine = machine;
    this.what = what;
    this.rounds = rounds;
    this.seed = seed;
    this.random = new Random(seed);
    this.ledger = new Ledger(machine.acknowledgementsLast(), notices, receipts);
  }

  /// The seed that `-Dhearth.seed` gives, or a new one.
  public static long seed() {
    String given = System.getProperty("hearth.seed", "");
    return given.isEmpty() ? new Random().nextLong() : Long.parseLong(given);
  }

  @Override
  public void close() {
    members.forEach(Member::leave);
    server.ifPresent(PackedServer::kill);
    threads.shutdownNow();
    http.shutdownNow();
  }

  /// @throws AssertionError when a promise was broken, with the seed
  public void run() throws Exception {
    System.out.printf("%s: %d, seed %d%n", what, rounds, seed);
    long began = System.nanoTime();
    gather();
    for (int round = 1; round <= rounds; round++) {
      try {
        round();
        System.out.printf("%s %d: %s%n", what, round, summary("; "));
      } catch (AssertionError | IOException | IllegalStateException e) {
        throw new AssertionError(
            "round %d of seed %d: %s%n%s".formatted(round, seed, e.getMessage(), output()), e);
      }
    }
    if (machine.acknowledgementsLast()) {
      nothingComesAgain();
    }
    for (Pursuit one : pursuits) {
      one.end(api());
    }
    System.out.printf(
        "%s: %d in %d s, none lost: %s%n",
        what, rounds, (System.nanoTime() - began) / 1_000_000_000, summary("; "));
  }

  private String summary(String between) {
    var parts = new ArrayList<>(List.of(ledger.summary()));
    if (machine.acknowledgementsLast()) {
      parts.add(receipts.summary());
    }
    if (!pursuits.isEmpty()) {
      parts.add(notices.summary());
    }
    pursuits.forEach(one -> parts.add(one.summary()));
    return String.join(between, parts);
  }

  /// A conversation and the sessions in it.
  private record Talk(ConversationId id, List<Member> members) {}

  private void gather() throws IOException, InterruptedException {
    start();
    AdminClient door = server().door();
    for (String name : List.of("Ann", "Ben", "Cleo", "Dora", "Emil", "Fay")) {
      join(name, door.person(name));
    }
    for (String name : List.of("Bot", "Bot too")) {
      join(name, door.bot(name));
    }
    // Second devices of two of them.
    for (int who : new int[] {0, 6}) {
      Member first = members.get(who);
      join(first.name() + "'s second", door.secondDevice(first.client()));
    }
    Client ann = members.getFirst().client();
    for (int[] pair : new int[][] {{0, 1}, {0, 6}, {1, 7}, {2, 3}, {4, 6}, {5, 0}}) {
      Client one = members.get(pair[0]).client();
      Client other = members.get(pair[1]).client();
      talks.add(new Talk(one.talkTo(server().api(), other), devicesOf(one, other)));
    }
    List<Client> all = members.stream().limit(8).map(Member::client).toList();
    List<Client> some = all.subList(1, 4);
    talks.add(
        new Talk(
            ann.found(server().api(), "Everybody", all.subList(1, 8)),
            devicesOf(all.toArray(Client[]::new))));
    talks.add(
        new Talk(
            ann.found(server().api(), "Some", some),
            devicesOf(Stream.concat(Stream.of(ann), some.stream()).toArray(Client[]::new))));
    if (!machine.mayRefuse() && !machine.fillsUp()) {
      pursue();
    }
  }

  private void join(String name, Client client) {
    receipts.belongs(name, client);
    members.add(new Member(name, client, http, ledger, new Random(random.nextLong())));
  }

  /// Begins the other actions of people, besides talking.
  private void pursue() throws IOException, InterruptedException {
    List<Person> people = members.stream().limit(8).map(this::person).toList();
    groups.add(new GroupLife(people.get(0), people.subList(1, 7), ledger, notices, fresh()));
    groups.add(new GroupLife(people.get(3), people.subList(4, 8), ledger, notices, fresh()));
    pursuits.addAll(groups);
    pursuits.add(new Uploading(fresh()));
    pursuits.add(new KeyTrading(http, fresh(), () -> server().blaze()));
    pursuits.add(new Renaming(people.get(1), people.get(2), notices));
    pursuits.add(new Befriending(fresh()));
    for (Pursuit one : pursuits) {
      one.begin(server(), api());
    }
  }

  private Person person(Member member) {
    Set<String> sessions =
        devicesOf(member.client()).stream().map(Member::name).collect(Collectors.toSet());
    return new Person(member.client(), member.name(), sessions);
  }

  private Random fresh() {
    return new Random(random.nextLong());
  }

  private List<Member> devicesOf(Client... users) {
    Set<Object> ids = Stream.of(users).map(Client::user).collect(Collectors.toSet());
    return members.stream().filter(one -> ids.contains(one.client().user())).toList();
  }

  private void round() throws Exception {
    int planned = plan();
    // Members who are away for the storm have to catch up after it.
    Set<Member> away = new HashSet<>();
    members.forEach(one -> {
      if (one.isDone() && random.nextInt(3) == 0) {
        away.add(one);
      }
    });
    away.forEach(Member::leave);
    if (machine.fillsUp()) {
      stormOnFullDisk();
      calm();
      return;
    }
    int answers = random.nextInt(planned + 1);
    if (machine.mayRefuse()) {
      stormWithFaults(answers, members.stream().filter(one -> !away.contains(one)).toList());
      calm();
      return;
    }
    storm(answers, members.stream().filter(one -> !away.contains(one)).toList());
    if (random.nextInt(4) == 0) {
      List<Future<?>> returning = start(members);
      ledger.awaitAnswers(Long.MAX_VALUE, random.nextInt(150) + 1);
      endAndRestart();
      settle(returning);
    }
    calm();
  }

  private void storm(int answers, List<Member> talkers) throws Exception {
    long until = ledger.answers() + answers;
    long deeds = deeds() + (pursuits.isEmpty() ? 0 : random.nextInt(MOST_DEEDS));
    List<Future<?>> storm = start(talkers);
    storm.addAll(startPursuits());
    ledger.awaitAnswers(until, TimeUnit.SECONDS.toMillis(MOST_SECONDS_A_ROUND));
    awaitDeeds(deeds);
    endAndRestart();
    settle(storm);
  }

  private long deeds() {
    return pursuits.stream().mapToLong(Pursuit::answered).sum();
  }

  private void awaitDeeds(long deeds) {
    Eventually.isReached(
        Duration.ofSeconds(MOST_SECONDS_A_ROUND),
        () -> {
          ledger.check();
          return deeds() >= deeds;
        });
  }

  /// A storm over a server that may refuse, stop by itself, or not start at all.
  private void stormWithFaults(int answers, List<Member> talkers) throws Exception {
    server().close();
    members.forEach(Member::leave);
    server = machine.startForStorm(folder, random);
    if (server.isPresent()) {
      members.forEach(one -> one.bearRefusals(true));
      long until = ledger.answers() + answers;
      List<Future<?>> storm = start(talkers);
      // It may refuse all the rest.
      ledger.awaitAnswers(until, 3_000);
      machine.end(server(), random);
      members.forEach(Member::leave);
      settle(storm);
      members.forEach(one -> one.bearRefusals(false));
    }
    start();
  }

  /// Everybody talks while the disk fills up; messages that were answered still reach everybody.
  /// Sometimes the server is killed in the middle.
  private void stormOnFullDisk() throws Exception {
    machine.fill(random);
    members.forEach(one -> one.bearRefusals(true));
    settle(start(members));
    // Those who come back are given what they missed, and are refused what they say again.
    settle(start(members));
    ledger.awaitAnswered(TimeUnit.SECONDS.toMillis(machine.patienceSeconds()));
    machine.whileFull(server());
    boolean killed = random.nextInt(4) == 0;
    if (killed) {
      machine.end(server(), random);
      members.forEach(Member::leave);
    }
    machine.makeRoom();
    if (killed) {
      start();
    }
    awaitHealth();
    members.forEach(one -> one.bearRefusals(false));
  }

  private void awaitHealth() throws Exception {
    boolean takesWork =
        Eventually.<Exception>isReached(
            Duration.ofSeconds(machine.patienceSeconds()),
            () -> api().fetch(server().api().resolve("/health")).statusCode() == 200);
    if (!takesWork) {
      throw new AssertionError("the server takes no work again, though there is room");
    }
  }

  /// Plans the messages of this round, their authors, and how they are acknowledged. Returns the
  /// number of messages.
  private int plan() {
    int planned = 0;
    for (Member member : members) {
      List<Talk> own = talks.stream().filter(talk -> talk.members().contains(member)).toList();
      int count = random.nextInt(4) == 0 ? 0 : random.nextInt(30);
      List<Spoken> sayings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Talk talk = own.get(random.nextInt(own.size()));
        Set<String> listeners =
            talk.members().stream().map(Member::name).collect(Collectors.toSet());
        listeners.remove(member.name());
        var kind = random.nextInt(16) == 0 ? Spoken.Kind.REGRETTED : Spoken.Kind.SAID;
        sayings.add(
            new Spoken(
                MessageId.random(), member.name(), talk.id(), kind, text(random), listeners));
      }
      sayings.forEach(ledger::planned);
      Habit habit = HABITS.get(random.nextInt(HABITS.size()));
      boolean full = ledger.unacknowledged(member.name()).size() > MOST_UNACKNOWLEDGED;
      member.prepare(full ? Habit.AT_ONCE : habit, sayings);
      planned += count;
    }
    return planned;
  }

  private static String text(Random random) {
    // Mostly a line; now and then what does not fit in a block of the disk.
    int length = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(200);
    return Long.toHexString(random.nextLong()).repeat(length / 16 + 1);
  }

  /// After the storm: everybody comes back, says the rest, and waits for what is missing.
  private void calm() throws Exception {
    List<Future<?>> back = start(members);
    for (Pursuit one : pursuits) {
      one.check(server(), api());
    }
    for (Future<?> one : back) {
      one.get(MOST_SECONDS_A_ROUND, TimeUnit.SECONDS);
    }
    ledger.awaitEverything(TimeUnit.SECONDS.toMillis(machine.patienceSeconds()));
    for (Member member : members) {
      if (member.habit() == Habit.LATE) {
        member.acknowledgeAll(api());
      }
    }
    if (!pursuits.isEmpty()) {
      notices.check(TimeUnit.SECONDS.toMillis(Math.min(30, machine.patienceSeconds())));
      groups.forEach(GroupLife::quiet);
    }
    if (machine.acknowledgementsLast()) {
      receipts.check(api());
    }
    ledger.check();
    if (!server().isAlive()) {
      throw new AssertionError("the server is gone");
    }
  }

  /// When all is acknowledged and the server is killed once more, a message that is new is all that
  /// comes.
  private void nothingComesAgain() throws Exception {
    for (Member member : members) {
      member.acknowledgeAll(api());
    }
    endAndRestart();
    for (Talk talk : talks) {
      Member speaker = talk.members().getFirst();
      Set<String> listeners =
          talk.members().stream()
              .filter(one -> one != speaker)
              .map(Member::name)
              .collect(Collectors.toSet());
      Spoken last =
          new Spoken(
              MessageId.random(),
              speaker.name(),
              talk.id(),
              Spoken.Kind.SAID,
              "the last",
              listeners);
      ledger.planned(last);
      speaker.prepare(Habit.NEVER, List.of(last));
    }
    calm();
  }

  private List<Future<?>> start(List<Member> who) {
    List<Future<?>> started = new ArrayList<>();
    for (Member member : who) {
      started.add(guarded(() -> member.takePart(server().blaze(), api())));
    }
    return started;
  }

  private List<Future<?>> startPursuits() {
    List<Future<?>> started = new ArrayList<>();
    Api api = api();
    for (Pursuit one : pursuits) {
      started.add(guarded(() -> one.pursue(api)));
    }
    return started;
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  /// On a thread of its own; nobody waits any longer for a storm in which something is wrong.
  private Future<?> guarded(Task task) {
    return threads.submit(() -> {
      try {
        task.run();
      } catch (AssertionError | RuntimeException wrong) {
        ledger.violation(wrong.toString());
        throw wrong;
      }
      return null;
    });
  }

  private Api api() {
    return new Api(http, server().api());
  }

  /// Waits until those who lost their connection have noticed.
  private static void settle(List<Future<?>> storm) throws Exception {
    for (Future<?> one : storm) {
      try {
        one.get(MOST_SECONDS_A_ROUND, TimeUnit.SECONDS);
      } catch (ExecutionException lost) {
        if (lost.getCause() instanceof AssertionError broken) {
          throw broken;
        }
        if (!(lost.getCause() instanceof IOException)) {
          throw lost;
        }
      }
    }
  }

  private void endAndRestart() {
    machine.end(server(), random);
    members.forEach(Member::leave);
    start();
  }

  private void start() {
    server = Optional.of(machine.start(folder));
  }

  /// How often the server refused to take a message, by code.
  public Map<Integer, Long> refusals() {
    return ledger.refusals();
  }

  private PackedServer server() {
    return server.orElseThrow();
  }

  private String output() {
    String output = server.map(PackedServer::output).orElse("");
    return output.substring(Math.max(0, output.length() - 4000));
  }
}
