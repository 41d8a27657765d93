package dev.hearth;

import static dev.hearth.TestingPayloads.understood;
import static dev.hearth.chat.TestingOutcomes.done;
import static dev.hearth.chat.TestingRefusals.refusedFor;
import static dev.hearth.chat.TestingRefusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.StormJournal.Wish;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.chat.directory.ledger.TestingSnapshots;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.SafeSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// The process that {@link TransferStormTest} kills: a server on which sixteen people pay each
/// other as fast as it can, a thread each, and hear of it over connections. It continues where an
/// earlier one was killed, and ends by itself when everybody has asked for their share of transfers
/// and has heard of all that were made.
///
/// It keeps journals, and writes a byte to its output for each answer.
final class TransferStorm {
  static final int PEOPLE = 16;
  static final int DECIMALS = 2;

  /// How much everybody begins with: little enough that people run out of it now and then.
  static final long UNITS_AT_FIRST = 200_000;

  private static final long MOST_UNITS = 2_000;
  private static final int AT_ONCE = 3;
  private static final Duration A_LOOK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SYMBOL = "POINTS";

  /// The transfer that somebody made last, and its answer.
  private record Made(Wish wish, Snapshot snapshot) {}

  private final URI address;
  private final Ledger ledger;
  private final Path folder;
  private final List<Keystore> people;
  private final AssetId asset;
  private final int each;
  private final OutputStream answers;
  private final AtomicReferenceArray<Made> lastMade = new AtomicReferenceArray<>(PEOPLE);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private TransferStorm(
      TestingHearth hearth, Path folder, List<Keystore> people, int each, OutputStream answers) {
    this.address = hearth.address();
    this.ledger = hearth.running().chat().directory().ledger().orElseThrow();
    this.folder = folder;
    this.people = people;
    this.asset = ledger.assets().findBySymbol(SYMBOL).orElseThrow().id();
    this.each = each;
    this.answers = answers;
  }

  /// Takes a folder, a seed, how many transfers each person asks for, and lines of the settings.
  public static void main(String[] arguments) {
    // The server may say something, too.
    OutputStream answers = System.out;
    System.setOut(System.err);
    var folder = Path.of(arguments[0]);
    String[] settings = List.of(arguments).subList(3, arguments.length).toArray(String[]::new);
    try (var hearth = TestingHearth.start(folder.resolve("data"), 0, settings)) {
      new TransferStorm(
              hearth, folder, people(hearth, folder), Integer.parseInt(arguments[2]), answers)
          .run(new Random(Long.parseLong(arguments[1])));
    } catch (Exception | AssertionError wrong) {
      wrong.printStackTrace();
      // Some threads still wait for what will not come.
      Runtime.getRuntime().halt(1);
    }
  }

  /// The people of before, or new ones. Every fourth one is a bot that hears in its own way.
  static List<Keystore> people(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("people")).stream()
        .map(line -> Keystore.parse(line).orElseThrow())
        .toList();
  }

  private static List<Keystore> people(TestingHearth hearth, Path folder) throws IOException {
    if (Files.exists(folder.resolve("people"))) {
      return people(folder);
    }
    var directory = hearth.running().chat().directory();
    var registration = new Registration(directory.accounts());
    var ledger = directory.ledger().orElseThrow();
    var asset =
        done(
            ledger
                .assets()
                .add(AssetId.random(), new NewAsset(SYMBOL, "Points", DECIMALS), Optional.empty()));
    List<Keystore> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      Keystore person =
          i % 4 == 0
              ? registration.bot("Bot " + i, KeyKind.ED25519, List.of(App.SAFE)).keystore()
              : hearth.person("Person " + i);
      var first = BigDecimal.valueOf(UNITS_AT_FIRST, DECIMALS);
      done(ledger.issue(new NewTransfer(TraceId.random(), asset.id(), person.userId(), first, "")));
      people.add(person);
    }
    Files.write(folder.resolve("people"), people.stream().map(Keystore::toJson).toList());
    return people;
  }

  private void run(Random random) throws Exception {
    List<Listener> listeners = new ArrayList<>();
    List<Future<?>> hearing = new ArrayList<>();
    List<Future<?>> paying = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      var listener = new Listener(i);
      var payer = new Payer(i, new Random(random.nextLong()));
      listeners.add(listener);
      hearing.add(threads.submit(called(listener::hear)));
      paying.add(threads.submit(called(payer::pay)));
    }
    for (Future<?> one : paying) {
      one.get();
    }
    for (int i = 0; i < PEOPLE; i++) {
      listeners.get(i).expect(snapshots(i));
    }
    for (Future<?> one : hearing) {
      one.get();
    }
    threads.shutdown();
  }

  private interface Task {
    void run() throws Exception;
  }

  private static Callable<Boolean> called(Task task) {
    return () -> {
      task.run();
      return true;
    };
  }

  /// How many a person has of transfers, without what was issued.
  private int snapshots(int person) {
    int count = 0;
    List<Snapshot> page = page(person, 0);
    while (!page.isEmpty()) {
      count += (int) page.stream().filter(one -> !one.transfer().issued()).count();
      page = page(person, page.getLast().createdAt());
    }
    return count;
  }

  private List<Snapshot> page(int person, long after) {
    return ledger.snapshots(people.get(person).userId(), TestingSnapshots.page(after, 1_000));
  }

  /// Somebody who pays. For one thread.
  private final class Payer {
    private final int me;
    private final Random random;

    Payer(int me, Random random) {
      this.me = me;
      this.random = random;
    }

    void pay() throws Exception {
      int asked = 0;
      Optional<Wish> open = Optional.empty();
      Path file = StormJournal.ofPayer(folder, me);
      for (List<String> words : StormJournal.lines(file)) {
        boolean asks = words.getFirst().equals(StormJournal.ASKED);
        asked += asks ? 1 : 0;
        open = asks ? Optional.of(Wish.of(words)) : Optional.empty();
      }
      try (var journal = StormJournal.in(file)) {
        if (open.isPresent()) {
          settle(journal, open.get());
        }
        for (; asked < each; asked++) {
          Wish wish = wish();
          journal.asked(wish);
          answered(journal, wish, random.nextInt(20) == 0 ? askAtOnce(wish) : ask(wish));
          switch (random.nextInt(20)) {
            case 0 -> askAgain();
            case 1 -> askUnderTraceOfAnother();
            default -> {}
          }
        }
      }
    }

    /// Mostly to another person; now and then to oneself, or more than anybody can have.
    private Wish wish() {
      return switch (random.nextInt(40)) {
        case 0 -> new Wish(TraceId.random(), me, 1);
        case 1 -> new Wish(TraceId.random(), another(), PEOPLE * UNITS_AT_FIRST + 1);
        default -> new Wish(TraceId.random(), another(), random.nextLong(MOST_UNITS) + 1);
      };
    }

    private int another() {
      return (me + 1 + random.nextInt(PEOPLE - 1)) % PEOPLE;
    }

    /// Nobody knows whether it was made when the process was killed. If it was, that is the answer.
    private void settle(StormJournal journal, Wish wish) throws IOException {
      var made = ledger.find(wish.trace());
      var outcome = ask(wish);
      if (made.isPresent()) {
        assertThat(done(outcome).transfer()).isEqualTo(made.get());
      }
      answered(journal, wish, outcome);
    }

    private Outcome<Snapshot> ask(Wish wish) {
      return transfer(wish.trace(), wish.payee(), wish.units());
    }

    private Outcome<Snapshot> transfer(TraceId trace, int payee, long units) {
      return ledger.transfer(
          people.get(me).userId(),
          new NewTransfer(
              trace,
              asset,
              people.get(payee).userId(),
              BigDecimal.valueOf(units, DECIMALS),
              "for " + units));
    }

    /// On several threads. Some may be refused before the balance is high enough for the others.
    private Outcome<Snapshot> askAtOnce(Wish wish) throws Exception {
      Callable<Outcome<Snapshot>> asking = () -> ask(wish);
      List<Outcome<Snapshot>> outcomes = new ArrayList<>();
      for (var one :
          threads.invokeAll(IntStream.range(0, AT_ONCE).mapToObj(_ -> asking).toList())) {
        outcomes.add(one.get());
      }
      var made = outcomes.stream().filter(Outcome.Done.class::isInstance).toList();
      assertThat(Set.copyOf(made)).hasSizeLessThanOrEqualTo(1);
      return made.isEmpty() ? outcomes.getFirst() : made.getFirst();
    }

    private void answered(StormJournal journal, Wish wish, Outcome<Snapshot> outcome)
        throws IOException {
      boolean possible = wish.payee() != me && wish.units() <= MOST_UNITS;
      switch (outcome) {
        case Outcome.Done<Snapshot>(var snapshot) -> {
          assertThat(possible).as("%s was made", wish).isTrue();
          assertThat(snapshot.quantity().units()).isEqualTo(-wish.units());
          lastMade.set(me, new Made(wish, snapshot));
          journal.answered(wish, true);
        }
        case Outcome.Refused<Snapshot> refused -> {
          assertThat(refused)
              .satisfies(
                  refusedWith(
                      wish.payee() == me ? ErrorCode.FORBIDDEN : ErrorCode.BALANCE_TOO_LOW));
          journal.answered(wish, false);
        }
      }
      synchronized (answers) {
        answers.write('.');
        answers.flush();
      }
    }

    private void askAgain() {
      Made made = lastMade.get(me);
      if (made == null) {
        return;
      }
      assertThat(done(ask(made.wish))).isEqualTo(made.snapshot);
      assertThat(transfer(made.wish.trace(), made.wish.payee(), made.wish.units() + 1))
          .satisfies(refusedFor("trace_id"));
    }

    private void askUnderTraceOfAnother() {
      Made made = lastMade.get(another());
      if (made != null) {
        assertThat(transfer(made.wish.trace(), another(), made.wish.units()))
            .satisfies(refusedWith(ErrorCode.TRACE_TAKEN));
      }
    }
  }

  /// Somebody who hears of transfers, and acknowledges what has come. For one thread, and the one
  /// that says how many there are.
  private final class Listener {
    private final int me;
    private final Set<SnapshotId> heard = new HashSet<>();
    private volatile int expected = Integer.MAX_VALUE;

    Listener(int me) {
      this.me = me;
    }

    /// There will be no more than this many.
    void expect(int snapshots) {
      expected = snapshots;
    }

    void hear() throws Exception {
      Path file = StormJournal.ofListener(folder, me);
      StormJournal.lines(file).stream()
          .filter(words -> words.getFirst().equals(StormJournal.HEARD))
          .forEach(words -> heard.add(SnapshotId.of(words.get(2))));
      try (var journal = StormJournal.in(file);
          var device = Device.online(address, people.get(me))) {
        journal.connected();
        long last = System.nanoTime();
        while (heard.size() < expected) {
          var come = device.messages(A_LOOK);
          if (!come.isEmpty()) {
            take(journal, device, come);
            last = System.nanoTime();
          }
          assertThat(Duration.ofNanos(System.nanoTime() - last))
              .as("%d of %d came", heard.size(), expected)
              .isLessThan(PATIENCE);
        }
        take(journal, device, device.rest());
      }
    }

    private void take(StormJournal journal, Device device, List<MessageView> come)
        throws Exception {
      for (MessageView view : come) {
        var snapshot = snapshot(view);
        if (snapshot.isPresent()) {
          journal.heard(view.messageId(), snapshot.get());
          heard.add(snapshot.get());
        }
      }
      if (!come.isEmpty()) {
        var reply = device.acknowledge(MessageStatus.READ, come.toArray(MessageView[]::new));
        assertThat(reply.error()).isEmpty();
        journal.acknowledged(come.stream().map(MessageView::messageId).toList());
      }
    }

    private Optional<SnapshotId> snapshot(MessageView view) {
      boolean safe = me % 4 == 0;
      return switch (view.category()) {
        case "SYSTEM_ACCOUNT_SNAPSHOT" -> {
          assertThat(safe).isFalse();
          yield Optional.of(understood(AccountSnapshot.parse(view.payload())).snapshot());
        }
        case "SYSTEM_SAFE_SNAPSHOT" -> {
          assertThat(safe).isTrue();
          yield Optional.of(understood(SafeSnapshot.parse(view.payload())).snapshot());
        }
        default -> Optional.empty();
      };
    }
  }
}
