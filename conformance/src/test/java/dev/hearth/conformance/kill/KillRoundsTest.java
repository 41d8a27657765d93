package dev.hearth.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Door;
import dev.hearth.conformance.PackedServer;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rounds of load, `kill -9` and coming back.
///
/// `-Dhearth.rounds=N` sets how many, `-Dhearth.seed=S` which; the seed of a run is printed. A seed
/// repeats what is said by whom and after how many answers the server is killed; not the moment, to
/// the microsecond.
class KillRoundsTest {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 3);
  private static final long MOST_SECONDS_A_ROUND = 120;
  private static final List<Habit> HABITS = List.of(Habit.values());
  private static final int MOST_UNACKNOWLEDGED = 600;

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
  private final Ledger ledger = new Ledger();
  private final List<Member> members = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private Optional<PackedServer> server = Optional.empty();

  /// A conversation and the sessions in it.
  private record Talk(ConversationId id, List<Member> members) {}

  @AfterEach
  void stop() {
    members.forEach(Member::leave);
    server.ifPresent(PackedServer::kill);
    threads.shutdownNow();
    http.shutdownNow();
  }

  @Test
  void what_was_answered_sent_reaches_everybody_in_order_however_often_the_server_is_killed()
      throws Exception {
    String given = System.getProperty("hearth.seed", "");
    long seed = given.isEmpty() ? new Random().nextLong() : Long.parseLong(given);
    System.out.printf("kill rounds: %d, seed %d%n", ROUNDS, seed);
    var random = new Random(seed);
    long began = System.nanoTime();
    gather();

    for (int round = 1; round <= ROUNDS; round++) {
      try {
        round(random);
      } catch (AssertionError | IOException e) {
        throw new AssertionError(
            "round %d of seed %d: %s%n%s".formatted(round, seed, e.getMessage(), output()), e);
      }
    }
    nothingComesAgain();

    System.out.printf(
        "kill rounds: %d in %d s, %s%n",
        ROUNDS, (System.nanoTime() - began) / 1_000_000_000, ledger.summary());
  }

  private void gather() {
    start();
    Door door = server().door();
    for (String name : List.of("Ann", "Ben", "Cleo", "Dora", "Emil", "Fay")) {
      members.add(new Member(name, door.person(name), http, ledger));
    }
    for (String name : List.of("Bot", "Bot too")) {
      members.add(new Member(name, door.bot(name), http, ledger));
    }
    // Second devices of two of them.
    for (int who : new int[] {0, 6}) {
      Member first = members.get(who);
      members.add(
          new Member(first.name() + "'s second", door.secondDevice(first.client()), http, ledger));
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
  }

  private List<Member> devicesOf(Client... users) {
    Set<Object> ids = Stream.of(users).map(Client::user).collect(Collectors.toSet());
    return members.stream().filter(one -> ids.contains(one.client().user())).toList();
  }

  private void round(Random random) throws Exception {
    int planned = plan(random);
    // Who is away for the storm has to catch up after it.
    Set<Member> away = new HashSet<>();
    members.forEach(one -> {
      if (one.isDone() && random.nextInt(3) == 0) {
        away.add(one);
      }
    });
    away.forEach(Member::leave);
    long killAt = ledger.answers() + random.nextInt(planned + 1);
    List<Future<?>> storm = start(members.stream().filter(one -> !away.contains(one)).toList());
    ledger.awaitAnswers(killAt, TimeUnit.SECONDS.toMillis(MOST_SECONDS_A_ROUND));
    killAndRestart();
    settle(storm);
    if (random.nextInt(4) == 0) {
      List<Future<?>> returning = start(members);
      ledger.awaitAnswers(Long.MAX_VALUE, random.nextInt(150) + 1);
      killAndRestart();
      settle(returning);
    }
    calm();
  }

  /// What is said in this round, by whom and how it is acknowledged; returns how much it is.
  private int plan(Random random) {
    int planned = 0;
    for (Member member : members) {
      List<Talk> own = talks.stream().filter(talk -> talk.members().contains(member)).toList();
      int count = random.nextInt(4) == 0 ? 0 : random.nextInt(60);
      List<Spoken> sayings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Talk talk = own.get(random.nextInt(own.size()));
        Set<String> listeners =
            talk.members().stream().map(Member::name).collect(Collectors.toSet());
        listeners.remove(member.name());
        sayings.add(
            new Spoken(MessageId.random(), member.name(), talk.id(), text(random), listeners));
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
    for (Future<?> one : start(members)) {
      one.get(MOST_SECONDS_A_ROUND, TimeUnit.SECONDS);
    }
    ledger.awaitEverything(TimeUnit.SECONDS.toMillis(MOST_SECONDS_A_ROUND));
    for (Member member : members) {
      if (member.habit() == Habit.LATE) {
        member.acknowledgeAll();
      }
    }
    ledger.check();
    assertThat(server().isAlive()).isTrue();
  }

  /// When all is acknowledged and the server is killed once more, a message that is new is all that
  /// comes.
  private void nothingComesAgain() throws Exception {
    for (Member member : members) {
      member.acknowledgeAll();
    }
    killAndRestart();
    for (Talk talk : talks) {
      Member speaker = talk.members().getFirst();
      Set<String> listeners =
          talk.members().stream()
              .filter(one -> one != speaker)
              .map(Member::name)
              .collect(Collectors.toSet());
      Spoken last =
          new Spoken(MessageId.random(), speaker.name(), talk.id(), "the last", listeners);
      ledger.planned(last);
      speaker.prepare(Habit.NEVER, List.of(last));
    }
    calm();
  }

  private List<Future<?>> start(List<Member> who) {
    List<Future<?>> started = new ArrayList<>();
    for (Member member : who) {
      started.add(
          threads.submit(() -> {
            member.takePart(server().blaze());
            return null;
          }));
    }
    return started;
  }

  /// Waits until those who lost their connection have noticed.
  private static void settle(List<Future<?>> storm) throws Exception {
    for (Future<?> one : storm) {
      try {
        one.get(MOST_SECONDS_A_ROUND, TimeUnit.SECONDS);
      } catch (ExecutionException lost) {
        if (!(lost.getCause() instanceof IOException)) {
          throw lost;
        }
      }
    }
  }

  private void killAndRestart() {
    server().kill();
    members.forEach(Member::leave);
    start();
  }

  private void start() {
    server = Optional.of(PackedServer.start(folder));
  }

  private PackedServer server() {
    return server.orElseThrow();
  }

  private String output() {
    String output = server.map(PackedServer::output).orElse("");
    return output.substring(Math.max(0, output.length() - 4000));
  }
}
