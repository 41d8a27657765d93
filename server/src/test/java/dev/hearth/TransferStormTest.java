package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.StormJournal.Wish;
import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.chat.directory.ledger.TestingSnapshots;
import dev.hearth.platform.sql.Engine;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.key.Keystore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promises of the ledger, while sixteen people pay each other and the server is killed again
/// and again: each transfer that was answered is there, once, and no other; all of it adds up; and
/// each party has heard of each transfer in one message, and of nothing else.
///
/// `-Dhearth.transfers=N` sets how many are asked for, `-Dhearth.kills=N` how often the server is
/// killed at most, `-Dhearth.seed=S` which transfers. The seed of a run is printed; it does not
/// repeat the order in which threads run.
@Tag("long")
class TransferStormTest {
  private static final int TRANSFERS = Integer.getInteger("hearth.transfers", 10_000);
  private static final int KILLS = Integer.getInteger("hearth.kills", 6);
  private static final int PAGE = 1_000;

  @TempDir private Path folder;

  private final long seed = Long.getLong("hearth.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final long[] balances = new long[TransferStorm.PEOPLE];
  private final List<String> faults = new ArrayList<>();
  private int made;
  private int pushes;
  private int repeated;

  @Test
  void transfers_are_made_once_and_told_once_however_often_the_server_is_killed() throws Exception {
    System.out.printf("transfer storm: %d transfers, seed %d%n", TRANSFERS, seed);
    long began = System.nanoTime();

    int kills = 0;
    while (!ran(kills < KILLS)) {
      kills++;
    }

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0, "ledger.enabled = yes")) {
      var ledger = hearth.running().chat().directory().ledger().orElseThrow();
      var people = TransferStorm.people(folder);
      assertThat(ledger.verify().faults()).as("seed %s", seed).isEmpty();
      for (int i = 0; i < people.size(); i++) {
        check(ledger, people, i);
      }
      checkBalances(ledger, people);
      assertThat(faults).as("seed %s", seed).isEmpty();
      for (Keystore person : people) {
        try (var device = Device.online(hearth.address(), person)) {
          assertThat(device.rest()).as("seed %s", seed).isEmpty();
        }
      }
    }
    System.out.printf(
        "transfer storm: %d asked for, %d made, killed %d times; %d pushes, %d of them repeated"
            + " before they were acknowledged; %d s%n",
        asked(),
        made,
        kills,
        pushes,
        repeated,
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  private static int asked() {
    return TRANSFERS / TransferStorm.PEOPLE * TransferStorm.PEOPLE;
  }

  /// Whether a server ran until all was done. It is killed after some answers if `killed`, unless
  /// it ends before.
  private boolean ran(boolean killed) throws IOException, InterruptedException {
    long least = killed ? 1 + random.nextLong(2L * TRANSFERS / (KILLS + 1)) : Long.MAX_VALUE;
    List<String> arguments =
        new ArrayList<>(
            List.of(
                folder.toString(),
                Long.toString(random.nextLong()),
                Integer.toString(TRANSFERS / TransferStorm.PEOPLE),
                "ledger.enabled = yes"));
    Engine.directoryUrl(folder.resolve("data"), Chat.MIGRATIONS)
        .ifPresent(url -> arguments.add("directory.url = " + url.text()));
    Process server = ChildJvm.start(TransferStorm.class, arguments.toArray(String[]::new));
    try (InputStream answers = server.getInputStream()) {
      long answered = 0;
      while (answered < least && answers.read() >= 0) {
        answered++;
      }
      if (answered == least) {
        return false;
      }
      assertThat(server.waitFor()).as("exit code, seed %s", seed).isZero();
      return true;
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /// Compares what the ledger has of a person with what they were answered, and have heard.
  private void check(Ledger ledger, List<Keystore> people, int person) throws IOException {
    Map<TraceId, Wish> paid = paid(person);
    Set<SnapshotId> heard = heard(person);
    var user = people.get(person).userId();
    balances[person] += TransferStorm.UNITS_AT_FIRST;
    List<Snapshot> page = ledger.snapshots(user, TestingSnapshots.page(0, PAGE));
    while (!page.isEmpty()) {
      for (Snapshot snapshot : page) {
        var transfer = snapshot.transfer();
        if (transfer.issued()) {
          continue;
        }
        if (!heard.remove(snapshot.id())) {
          faults.add("person %d never heard of %s".formatted(person, snapshot));
        }
        if (transfer.payer().equals(user)) {
          Wish wish = paid.remove(transfer.trace());
          if (wish == null
              || wish.units() != transfer.quantity().units()
              || !people.get(wish.payee()).userId().equals(transfer.payee())) {
            faults.add("%s was made, and %s was answered".formatted(transfer, wish));
          } else {
            made++;
            balances[person] -= wish.units();
            balances[wish.payee()] += wish.units();
          }
        }
      }
      page = ledger.snapshots(user, TestingSnapshots.page(page.getLast().createdAt(), PAGE));
    }
    paid.values().forEach(wish -> faults.add(wish + " was answered, and is lost"));
    heard.forEach(
        id -> faults.add("person %d heard of %s, which is not there".formatted(person, id)));
  }

  private void checkBalances(Ledger ledger, List<Keystore> people) {
    var points = ledger.assets().all().getFirst();
    for (int i = 0; i < people.size(); i++) {
      assertThat(ledger.balance(people.get(i).userId(), points).units())
          .as("balance of person %d, seed %s", i, seed)
          .isEqualTo(balances[i]);
    }
  }

  /// The transfers whose payer was told that they were made.
  private Map<TraceId, Wish> paid(int person) throws IOException {
    Map<TraceId, Wish> paid = new HashMap<>();
    Optional<Wish> open = Optional.empty();
    int asked = 0;
    for (List<String> words : StormJournal.lines(StormJournal.ofPayer(folder, person))) {
      switch (words.getFirst()) {
        case StormJournal.ASKED -> {
          open = Optional.of(Wish.of(words));
          asked++;
        }
        case StormJournal.MADE -> {
          paid.put(open.orElseThrow().trace(), open.get());
          open = Optional.empty();
        }
        default -> open = Optional.empty();
      }
    }
    assertThat(open).as("unanswered").isEmpty();
    assertThat(asked).isEqualTo(TRANSFERS / TransferStorm.PEOPLE);
    return paid;
  }

  /// The snapshots of which a person has heard, if in one message each. It may come again over
  /// another connection until it is acknowledged.
  private Set<SnapshotId> heard(int person) throws IOException {
    Map<SnapshotId, String> messages = new HashMap<>();
    Set<String> acknowledged = new HashSet<>();
    Set<String> overThisConnection = new HashSet<>();
    for (List<String> words : StormJournal.lines(StormJournal.ofListener(folder, person))) {
      switch (words.getFirst()) {
        case StormJournal.CONNECTED -> overThisConnection.clear();
        case StormJournal.ACKNOWLEDGED -> acknowledged.add(words.get(1));
        default -> {
          String message = words.get(1);
          String before = messages.put(SnapshotId.of(words.get(2)), message);
          if (before == null) {
            pushes++;
          } else if (before.equals(message)) {
            repeated++;
          } else {
            faults.add("%s came as %s and as %s".formatted(words.get(2), before, message));
          }
          if (!overThisConnection.add(message) || acknowledged.contains(message)) {
            faults.add("person %d got %s again".formatted(person, message));
          }
        }
      }
    }
    return messages.keySet();
  }
}
