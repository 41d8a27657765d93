package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.conformance.PackedServer;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A device leaves one-time keys over HTTP, and others take them over Blaze.
///
/// After a start, the stock fits the answers: an answered upload is completely there, an upload
/// without an answer is completely there or not at all, and each take without an answer has cost at
/// most one key. Each key is given out once, over all starts, even if it is uploaded again.
final class KeyTrading implements Pursuit {
  private static final int MOST_A_ROUND = 60;
  private static final int FEWEST_IN_BATCH = 8;
  private static final int MOST_STOCK = 500;
  private static final int PATIENCE_SECONDS = 60;

  private final HttpClient http;
  private final Random random;
  private final Supplier<URI> blaze;
  private Optional<Parties> parties = Optional.empty();
  private final List<PreKeyUpload> uploaded = new ArrayList<>();
  private Optional<PreKeyUpload> unanswered = Optional.empty();
  private final Set<Long> known = new HashSet<>();
  private final Set<Long> taken = new HashSet<>();
  private long nextId = 1;

  /// The number of keys that must be left, not counting the takes without an answer.
  private int stock;

  private int unansweredTakes;
  private long keysAnswered;
  private final AtomicLong answered = new AtomicLong();
  private long lost;

  /// @param device of the owner, who leaves keys
  private record Parties(Client owner, List<Client> takers, PreKeyUpload device) {}

  KeyTrading(HttpClient http, Random random, Supplier<URI> blaze) {
    this.http = http;
    this.random = random;
    this.blaze = blaze;
  }

  @Override
  public void begin(PackedServer server, Api api) throws IOException, InterruptedException {
    Client owner = server.door().person("Owner of keys");
    List<Client> takers =
        List.of(server.door().person("Taker"), server.door().person("Other taker"));
    takers.forEach(one -> one.talkTo(server.api(), owner));
    var device = SignalDevice.create(owner.user(), OwnIdentity.generate(), ClientStore.inMemory());
    parties = Optional.of(new Parties(owner, takers, device.makePreKeys(1)));
    upload(api);
  }

  private Parties parties() {
    return parties.orElseThrow();
  }

  @Override
  public void pursue(Api api) throws IOException, InterruptedException {
    List<Connection> connections = new ArrayList<>();
    try {
      for (Client taker : parties().takers) {
        connections.add(Connection.open(http, blaze.get(), taker, _ -> {}));
      }
      for (int i = 0; i < MOST_A_ROUND; i++) {
        // The takers ask at the same time.
        List<CompletableFuture<BlazeReply>> asked = new ArrayList<>();
        for (Connection one : connections) {
          unansweredTakes++;
          asked.add(
              one.ask(BlazeRequest.consumeKeys(UUID.randomUUID().toString(), List.of(whose()))));
        }
        if (stock < MOST_STOCK && random.nextInt(4) == 0) {
          upload(api);
        }
        for (var one : asked) {
          took(answer(one));
        }
      }
    } finally {
      connections.forEach(Connection::close);
    }
  }

  private PreKeyRequest whose() {
    return new PreKeyRequest(parties().owner.user(), Optional.of(parties().owner.session()));
  }

  private static BlazeReply answer(CompletableFuture<BlazeReply> asked)
      throws IOException, InterruptedException {
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer", e);
    }
  }

  private void took(BlazeReply reply) {
    if (reply.error().isPresent() || reply.preKeys().size() != 1) {
      throw new AssertionError("keys were asked for, and answered with " + reply);
    }
    unansweredTakes--;
    answered.incrementAndGet();
    reply.preKeys().stream()
        .map(PreKeyBundle::oneTime)
        .flatMap(Optional::stream)
        .forEach(key -> {
          if (!known.contains(key.id())) {
            throw new AssertionError("nobody ever left key " + key.id());
          }
          if (!taken.add(key.id())) {
            throw new AssertionError("key " + key.id() + " was given out twice");
          }
          stock--;
        });
  }

  private void upload(Api api) throws IOException, InterruptedException {
    var batch = batch(random.nextInt(30) + FEWEST_IN_BATCH);
    batch.oneTime().forEach(key -> known.add(key.id()));
    unanswered = Optional.of(batch);
    send(api, batch);
    answered(batch);
  }

  private void answered(PreKeyUpload batch) {
    unanswered = Optional.empty();
    uploaded.add(batch);
    stock += batch.oneTime().size();
    keysAnswered += batch.oneTime().size();
  }

  private PreKeyUpload batch(int count) {
    List<OneTimePreKey> keys = new ArrayList<>();
    byte[] key = new byte[Curve25519PublicKey.BYTES - 1];
    while (keys.size() < count) {
      random.nextBytes(key);
      key[key.length - 1] &= 0x7f;
      Curve25519PublicKey.findRaw(key.clone())
          .ifPresent(found -> keys.add(new OneTimePreKey(nextId++, found)));
    }
    PreKeyUpload device = parties().device;
    return new PreKeyUpload(device.identity(), device.signed(), keys);
  }

  private void send(Api api, PreKeyUpload batch) throws IOException, InterruptedException {
    api.ask(parties().owner, "POST", "/signal/keys", Api.json(batch::writeTo)).data();
  }

  @Override
  public void check(PackedServer server, Api api) throws IOException, InterruptedException {
    int left = left(api);
    int more = unanswered.map(batch -> batch.oneTime().size()).orElse(0);
    boolean without = left <= stock && left >= stock - unansweredTakes;
    boolean with = left <= stock + more && left >= stock + more - unansweredTakes;
    if (!without && !with) {
      throw new AssertionError(
          "%d one-time keys are left: %d were answered, %d more uploaded and not answered, %d takes not"
              .formatted(left, stock, more, unansweredTakes));
    }
    lost += (without ? stock : stock + more) - left;
    unansweredTakes = 0;
    stock = left;
    if (unanswered.isPresent()) {
      // A client without an answer does the same.
      PreKeyUpload batch = unanswered.get();
      send(api, batch);
      stock -= without ? 0 : more;
      answered(batch);
      expectLeft(api, stock, "after an upload was repeated");
    }
    // And one that is long done is repeated, most of whose keys are taken.
    send(api, uploaded.get(random.nextInt(uploaded.size())));
    expectLeft(api, stock, "after an old upload was repeated");
  }

  private int left(Api api) throws IOException, InterruptedException {
    return api.get(parties().owner, "/signal/keys/count").path("one_time_pre_keys_count").asInt();
  }

  private void expectLeft(Api api, int right, String when)
      throws IOException, InterruptedException {
    int found = left(api);
    if (found != right) {
      throw new AssertionError(
          "%d one-time keys are left instead of %d, %s".formatted(found, right, when));
    }
  }

  /// Takes the remaining keys: each answered key comes once, except those that went to takes
  /// without an answer.
  @Override
  public void end(Api api) throws IOException, InterruptedException {
    try (var connection =
        Connection.open(http, blaze.get(), parties().takers.getFirst(), _ -> {})) {
      while (stock > 0) {
        int before = stock;
        unansweredTakes++;
        took(
            answer(
                connection.ask(
                    BlazeRequest.consumeKeys(UUID.randomUUID().toString(), List.of(whose())))));
        if (stock == before) {
          throw new AssertionError(stock + " one-time keys are left, and none is given out");
        }
      }
    }
    if (taken.size() + lost != known.size()) {
      throw new AssertionError(
          "of %d keys %d were given out, and %d to nobody"
              .formatted(known.size(), taken.size(), lost));
    }
  }

  @Override
  public long answered() {
    return answered.get();
  }

  @Override
  public String summary() {
    return "%,d one-time keys left and %,d taken, %,d without an answer"
        .formatted(keysAnswered, taken.size(), lost);
  }
}
