package dev.hearth.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.kill.Payer.Wish;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.Reading;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sixteen people pay each other, and the server is killed in the middle. Afterwards the ledger
/// adds up, each transfer was made once or not at all, and each party has heard of each transfer
/// once.
///
/// `-Dhearth.rounds=N` sets how often, `-Dhearth.seed=S` which; the seed of a run is printed.
@Tag("long")
class TransferRoundsTest {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 3);
  private static final int PEOPLE = 16;
  private static final int MOST_A_ROUND = 150;
  private static final long PATIENCE_SECONDS = 60;
  private static final String SYMBOL = "POINTS";

  @TempDir private Path folder;

  private final long seed = Rounds.seed();
  private final Random random = new Random(seed);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
  private final List<Payer> payers = new ArrayList<>();
  private Optional<PackedServer> server = Optional.empty();

  @AfterEach
  void end() {
    server.ifPresent(PackedServer::kill);
    threads.shutdownNow();
    http.shutdownNow();
  }

  @Test
  void transfers_add_up_and_are_told_once_however_often_the_server_is_killed() throws Exception {
    System.out.printf("transfer rounds: %d, seed %d%n", ROUNDS, seed);
    start();
    gather();

    for (int round = 0; round < ROUNDS; round++) {
      storm();
      start();
      for (Payer payer : payers) {
        payer.finish(api());
      }
      assertThat(server().door().ledgerFaults()).as("seed %s", seed).isEmpty();
      assertBalances();
    }

    assertEverybodyHeard();
    System.out.printf(
        "transfer rounds: %d transfers answered, none lost%n",
        payers.stream().mapToLong(Payer::answered).sum());
  }

  private void start() {
    server =
        Optional.of(PackedServer.start(folder, "ledger.enabled = yes", "delivery.window = 100000"));
  }

  private PackedServer server() {
    return server.orElseThrow();
  }

  private Api api() {
    return new Api(http, server().api());
  }

  private void gather() throws IOException, InterruptedException {
    AssetId asset = server().door().asset(SYMBOL, 2);
    for (int i = 0; i < PEOPLE; i++) {
      Client client = server().door().person("Payer " + i);
      server().door().issue(SYMBOL, client, "100");
      payers.add(new Payer(client, asset, new Random(random.nextLong())));
    }
    for (Payer payer : payers) {
      payer.begin(api());
    }
  }

  /// Everybody pays until the server is killed.
  private void storm() throws Exception {
    var enough = new CountDownLatch(random.nextInt(MOST_A_ROUND) + 1);
    Api api = api();
    List<Future<?>> storm = new ArrayList<>();
    for (Payer payer : payers) {
      storm.add(
          threads.submit(() -> {
            payer.pay(api, payers, enough);
            return payer;
          }));
    }
    boolean answered = enough.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    server().kill();
    for (Future<?> one : storm) {
      try {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException lost) {
        if (!(lost.getCause() instanceof IOException)) {
          throw lost;
        }
      }
    }
    assertThat(answered).as("the server answers, seed %s", seed).isTrue();
  }

  /// The transfers that were answered, and no others, have changed the balances.
  private void assertBalances() throws IOException, InterruptedException {
    Map<Client, Long> units = new HashMap<>();
    for (Payer payer : payers) {
      units.merge(payer.client(), 10_000L, Long::sum);
      for (Wish wish : payer.made()) {
        units.merge(payer.client(), -wish.units(), Long::sum);
        units.merge(wish.payee().client(), wish.units(), Long::sum);
      }
    }
    for (Payer payer : payers) {
      var assets = api().get(payer.client(), "/assets");
      BigDecimal balance = new BigDecimal(assets.at("/0/balance").asString("0"));
      assertThat(balance)
          .as("%s, seed %s", payer.client().name(), seed)
          .isEqualByComparingTo(BigDecimal.valueOf(units.getOrDefault(payer.client(), 0L), 2));
    }
  }

  /// A last transfer of each comes after all others; a party that has it has them all.
  private void assertEverybodyHeard() throws Exception {
    List<TraceId> last = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      Payer payer = payers.get((i + 1) % PEOPLE);
      var wish = new Wish(TraceId.random(), payers.get(i), 1);
      server().door().issue(SYMBOL, payer.client(), "1");
      payer.pay(api(), wish);
      last.add(wish.trace());
    }
    for (int i = 0; i < PEOPLE; i++) {
      Client client = payers.get(i).client();
      // The first one pays in the transfer to the last one.
      List<SnapshotId> heard = heard(client, last.get(i == 0 ? PEOPLE - 1 : i));
      assertThat(heard)
          .as("%s, seed %s", client.name(), seed)
          .containsExactlyInAnyOrderElementsOf(snapshots(client));
    }
  }

  /// The snapshots of which a user hears, up to the one of a transfer.
  private List<SnapshotId> heard(Client client, TraceId last) throws Exception {
    BlockingQueue<MessageView> pushes = new LinkedBlockingQueue<>();
    List<SnapshotId> heard = new ArrayList<>();
    try (var connection =
        Connection.open(
            http, server().blaze(), client, reply -> reply.data().ifPresent(pushes::add))) {
      var _ =
          connection.ask(BlazeRequest.listPending(UUID.randomUUID().toString(), Optional.empty()));
      while (true) {
        MessageView push = pushes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (push == null) {
          throw new AssertionError(client.name() + " has not heard of " + last + ", seed " + seed);
        }
        if (AccountSnapshot.parse(push.payload())
            instanceof Reading.Understood<AccountSnapshot>(var snapshot)) {
          heard.add(snapshot.snapshot());
          if (snapshot.trace().filter(last::equals).isPresent()) {
            return heard;
          }
        }
      }
    }
  }

  /// Those that the ledger has of a user, without what was issued.
  private List<SnapshotId> snapshots(Client client) throws IOException, InterruptedException {
    List<SnapshotId> all = new ArrayList<>();
    String offset = "";
    while (true) {
      var page = api().get(client, "/snapshots?order=ASC" + offset);
      if (page.isEmpty()) {
        return all;
      }
      for (JsonNode one : page) {
        if (one.path("type").asString().equals("transfer")) {
          all.add(SnapshotId.of(one.path("snapshot_id").asString()));
        }
        offset = "&offset=" + one.path("created_at").asString();
      }
    }
  }
}
