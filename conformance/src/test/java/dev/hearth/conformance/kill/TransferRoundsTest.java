package dev.hearth.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.kill.Payer.Wish;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
/// `-Dhearth.transfers=N` sets how many are asked for, `-Dhearth.rounds=N` how often the server is
/// killed, more or less, `-Dhearth.seed=S` which transfers; the seed of a run is printed.
@Tag("long")
class TransferRoundsTest {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 3);
  private static final int PEOPLE = 16;
  private static final int TRANSFERS = Integer.getInteger("hearth.transfers", 1_000);
  private static final long PATIENCE_SECONDS = 60;
  private static final String SYMBOL = "POINTS";

  @TempDir private Path folder;

  private final long seed = Rounds.seed();
  private final Random random = new Random(seed);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
  private final List<Payer> payers = new ArrayList<>();
  private final List<PaymentNotices> notices = new ArrayList<>();
  private Optional<PackedServer> server = Optional.empty();

  @AfterEach
  void end() {
    notices.forEach(PaymentNotices::leave);
    server.ifPresent(PackedServer::kill);
    threads.shutdownNow();
    http.shutdownNow();
  }

  @Test
  void transfers_add_up_and_are_told_once_however_often_the_server_is_killed() throws Exception {
    System.out.printf("transfer rounds: %d transfers, seed %d%n", TRANSFERS, seed);
    start();
    gather();

    int kills = 0;
    while (answered() < TRANSFERS) {
      storm();
      kills++;
      start();
      for (Payer payer : payers) {
        payer.finish(api());
      }
      assertThat(server().door().ledgerFaults()).as("seed %s", seed).isEmpty();
      assertBalances();
    }

    assertEverybodyHeard();
    System.out.printf(
        "transfer rounds: %d requests answered, %d transfers made, killed %d times%n",
        answered(), payers.stream().mapToInt(payer -> payer.made().size()).sum(), kills);
  }

  private long answered() {
    return payers.stream().mapToLong(Payer::answered).sum();
  }

  private void start() throws IOException {
    server = Optional.of(PackedServer.start(folder, "ledger.enabled = yes"));
    for (PaymentNotices one : notices) {
      one.listen(http, server().blaze());
    }
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
      var heard = new PaymentNotices(payer.client());
      heard.listen(http, server().blaze());
      notices.add(heard);
    }
  }

  /// Everybody pays until the server is killed.
  private void storm() throws Exception {
    var enough = new CountDownLatch(random.nextInt(2 * TRANSFERS / ROUNDS) + 1);
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

  /// Each has heard of all its transfers, and of nothing else. All of it was acknowledged: when the
  /// server has been killed once more, a last transfer is all that comes.
  private void assertEverybodyHeard() throws Exception {
    awaitNotices();
    server().kill();
    start();
    for (int i = 0; i < PEOPLE; i++) {
      Payer payer = payers.get(i);
      server().door().issue(SYMBOL, payer.client(), "1");
      payer.pay(api(), new Wish(TraceId.random(), payers.get((i + 1) % PEOPLE), 1));
    }
    awaitNotices();
  }

  private void awaitNotices() throws Exception {
    for (int i = 0; i < PEOPLE; i++) {
      notices.get(i).await(snapshots(payers.get(i).client()), PATIENCE_SECONDS);
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
