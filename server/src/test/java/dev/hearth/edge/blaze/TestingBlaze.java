package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingHearth;
import dev.hearth.chat.Chat;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.Identification;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.TestingVertx;
import dev.hearth.platform.Platform;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.sql.Engine;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Blaze on a free port, in front of a chat with stores of its own, in a folder that is deleted in
/// the end.
final class TestingBlaze implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

  /// Shorter than it is, for there are many good-byes.
  private static final Duration FAREWELL = Duration.ofMillis(200);

  static final BlazeSettings SETTINGS =
      settings(256 * 1024, Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /// Tests of other things ask for more than anybody usually may.
  private static final String GENEROUS = "allowance.listings = 100000 then 1/s";

  final MachineClock clock = new MachineClock();

  /// The targets that signatures were looked for over.
  final List<String> targets = new CopyOnWriteArrayList<>();

  final Chat chat;
  final ByteBudget unfinished;
  final Blaze blaze;
  final int port;

  private final Path folder = newFolder();
  private final Platform platform;
  private final Map<SessionId, SessionKeyPair> keys = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Vertx vertx = TestingVertx.open();
  private final PortListener door;

  TestingBlaze() {
    this(SETTINGS);
  }

  TestingBlaze(BlazeSettings settings) {
    this(settings, failures(5, FailedHandshakes.HandshakeLimits.USUAL), Optional.empty());
  }

  TestingBlaze(BlazeSettings settings, FailedHandshakes failures, Optional<PortListener.Tls> tls) {
    this(settings, failures, tls, 2);
  }

  private TestingBlaze(
      BlazeSettings settings,
      FailedHandshakes failures,
      Optional<PortListener.Tls> tls,
      int loops) {
    platform =
        Platform.open(folder, Chat.MIGRATIONS, clock, Engine.directoryUrl(folder, Chat.MIGRATIONS));
    chat =
        Chat.open(
            platform,
            TestingHearth.chatSettings(GENEROUS, folder),
            new BlazeEncoder(settings.storedBelow()),
            () -> {});
    unfinished = new ByteBudget("unfinished", settings.unfinishedBytes());
    blaze =
        new Blaze(
            settings,
            this::identify,
            chat.message(),
            new BlazeMeters(platform.meters()),
            workers,
            ClientAddresses.trusting(List.of()),
            unfinished,
            failures);
    door =
        PortListener.open(
            vertx,
            loops,
            new PortListener.PortSettings("127.0.0.1", 0, tls),
            new RouteTable(
                new ServerHeaders(InstantSource.fixed(NOW)),
                List.of(
                    Line.webSocket("/", blaze), Line.rest(request -> request.response().end()))));
    port = door.port();
  }

  /// @param atOnce how many of an address are answered at once
  static FailedHandshakes failures(int atOnce, FailedHandshakes.HandshakeLimits limits) {
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
        settings, failures(5, FailedHandshakes.HandshakeLimits.USUAL), Optional.empty(), 1);
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
      String token,
      String method,
      List<String> candidates,
      byte[] body,
      Optional<ClientAddress> address) {
    targets.addAll(candidates);
    return Identification.by(chat.directory().authentication())
        .check(token, method, candidates, body, address);
  }

  /// A new person, with a session.
  Caller person() {
    return signIn(chat.directory().accounts().registerPerson("Somebody"));
  }

  /// A new bot, with a session.
  Caller bot() {
    return signIn(chat.directory().accounts().registerBot("Bot", Optional.empty()));
  }

  private Caller signIn(User user) {
    var key = SessionKeyPair.generate();
    var session = chat.directory().accounts().openSession(user.id(), key.key(), "Desktop");
    keys.put(session.id(), key);
    return new Caller(user.id(), session.id(), user.bot(), session.createdAt());
  }

  /// Lets two get to know each other.
  ConversationId contact(Caller one, Caller other) {
    var wanted = NewConversation.contact(one.user(), other.user());
    assertThat(chat.directory().conversations().create(one.user(), wanted))
        .isInstanceOf(Outcome.Done.class);
    return wanted.id();
  }

  static MessageRequest text(ConversationId conversation) {
    return MessageRequest.of(
        conversation,
        MessageId.random(),
        "PLAIN_TEXT",
        "hello".getBytes(StandardCharsets.US_ASCII));
  }

  String token(Caller caller) {
    return SessionToken.sign(
        Objects.requireNonNull(keys.get(caller.session())),
        caller.user(),
        caller.session(),
        Instant.now(),
        Duration.ofMinutes(1),
        "GET",
        "/",
        new byte[0]);
  }

  /// A token that may do what a scope names.
  String token(Caller caller, String scope) {
    var now = Instant.now();
    return new SessionToken(
            caller.user(),
            caller.session(),
            now,
            now.plusSeconds(60),
            "",
            SessionToken.signature("GET", "/", new byte[0]),
            scope)
        .signedWith(Objects.requireNonNull(keys.get(caller.session())));
  }

  TestingClient connect(Caller caller) throws IOException {
    return TestingClient.connect(port, token(caller));
  }

  /// The only connection of a session; it takes requests already.
  Connection connection(Caller caller) {
    return blaze.connections().of(caller.session()).getFirst();
  }

  /// How many requests have come in and could be read.
  int requests() {
    return (int) meter("hearth.blaze.frames", "way", "in");
  }

  /// How many connections have a feed in this state.
  int feeds(String state) {
    return (int) meter("hearth.delivery.feeds", "state", state);
  }

  /// How many connections have a feed.
  int feeds() {
    return Stream.of("silent", "draining", "paused", "live").mapToInt(this::feeds).sum();
  }

  double meter(String name, String... tags) {
    var meter = platform.meters().find(name).tags(tags).meter();
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
    clock.release();
    clock.mend();
    blaze.stop(Duration.ofSeconds(1));
    door.close(Duration.ofSeconds(1)).await();
    vertx.close().await();
    workers.close();
    chat.close();
    platform.close();
    delete(folder);
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("hearth-blaze");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
