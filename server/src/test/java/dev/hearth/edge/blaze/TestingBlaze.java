package dev.hearth.edge.blaze;

import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.FrontDoor;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.TestingVertx;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Blaze on a free port, in front of a {@link TestingSeats}. A caller's token is its session id.
final class TestingBlaze implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

  /// Shorter than it is, for there are many good-byes.
  private static final Duration FAREWELL = Duration.ofMillis(200);

  static final BlazeSettings SETTINGS =
      settings(256 * 1024, Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(60));

  final TestingSeats seats = new TestingSeats();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final List<String> targets = new CopyOnWriteArrayList<>();
  final Map<String, Caller> callers = new ConcurrentHashMap<>();
  final ByteBudget unfinished;
  final Blaze blaze;
  final int port;

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Vertx vertx = TestingVertx.open();
  private final FrontDoor door;

  TestingBlaze() {
    this(SETTINGS);
  }

  TestingBlaze(BlazeSettings settings) {
    this(settings, failures(5, FailedHandshakes.Limits.USUAL), Optional.empty());
  }

  TestingBlaze(BlazeSettings settings, FailedHandshakes failures, Optional<FrontDoor.Tls> tls) {
    this(settings, failures, tls, 2);
  }

  private TestingBlaze(
      BlazeSettings settings, FailedHandshakes failures, Optional<FrontDoor.Tls> tls, int loops) {
    unfinished = new ByteBudget("unfinished", settings.unfinishedBytes());
    blaze =
        new Blaze(
            settings,
            this::identify,
            seats,
            new BlazeMeters(meters),
            workers,
            ClientAddresses.trusting(List.of()),
            unfinished,
            failures);
    door =
        FrontDoor.open(
            vertx,
            loops,
            new FrontDoor.Settings("127.0.0.1", 0, tls),
            new RouteTable(
                new ServerHeaders(InstantSource.fixed(NOW)),
                List.of(
                    Line.webSocket("/", blaze), Line.rest(request -> request.response().end()))));
    port = door.port();
  }

  /// @param atOnce how many of an address are answered at once
  static FailedHandshakes failures(int atOnce, FailedHandshakes.Limits limits) {
    var allowances = new Allowances(InstantSource.system(), new SimpleMeterRegistry());
    return new FailedHandshakes(
        allowances.of("failed-handshakes", new Rate(atOnce, 1, Duration.ofMinutes(1))),
        limits,
        new SimpleMeterRegistry());
  }

  /// All connections share an event loop: what one of them sees of it has happened to all.
  static TestingBlaze onOneLoop() {
    return onOneLoop(SETTINGS);
  }

  static TestingBlaze onOneLoop(BlazeSettings settings) {
    return new TestingBlaze(
        settings, failures(5, FailedHandshakes.Limits.USUAL), Optional.empty(), 1);
  }

  static BlazeSettings settings(
      int frameBytes, Duration pingEvery, Duration silence, Duration finishWithin) {
    return new BlazeSettings(
        frameBytes,
        4 * frameBytes,
        100,
        1024 * 1024,
        4 * 1024 * 1024,
        finishWithin,
        1024,
        pingEvery,
        silence,
        FAREWELL,
        Set.of("https://chat.example.org"));
  }

  /// The usual settings, with room for this many bytes of incomplete messages.
  static BlazeSettings holding(long unfinishedBytes) {
    return new BlazeSettings(
        SETTINGS.frameBytes(),
        SETTINGS.inflatedBytes(),
        SETTINGS.inflatedRatio(),
        SETTINGS.unpackRate(),
        unfinishedBytes,
        SETTINGS.finishWithin(),
        SETTINGS.storedBelow(),
        SETTINGS.pingEvery(),
        SETTINGS.silence(),
        SETTINGS.farewell(),
        SETTINGS.origins());
  }

  private Authentication.Verdict identify(
      String token, String method, List<String> candidates, byte[] body) {
    targets.addAll(candidates);
    if (token.equals("fault")) {
      throw new IllegalStateException("the database is on fire");
    }
    if (token.isEmpty()) {
      return new Authentication.Anonymous();
    }
    return Optional.ofNullable(callers.get(token))
        .<Authentication.Verdict>map(Authentication.Authenticated::new)
        .orElseGet(Authentication.Unauthorized::new);
  }

  String token(Caller caller) {
    String token = caller.session().toString();
    callers.put(token, caller);
    return token;
  }

  TestingClient connect(Caller caller) throws IOException {
    return TestingClient.connect(port, token(caller));
  }

  double meter(String name, String... tags) {
    var meter = meters.find(name).tags(tags).meter();
    double sum = 0;
    if (meter != null) {
      for (var measurement : meter.measure()) {
        sum += measurement.getValue();
      }
    }
    return sum;
  }

  @Override
  public void close() {
    seats.gate.countDown();
    blaze.stop(Duration.ofSeconds(1));
    door.close(Duration.ofSeconds(1)).await();
    vertx.close().await();
    workers.close();
  }
}
