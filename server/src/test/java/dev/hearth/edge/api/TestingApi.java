package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.HearthConfig;
import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Reports;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.message.delivery.TestingOutlet;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.Identification;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.TestingVertx;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.edge.http.ApiRoutes.Unserved;
import dev.hearth.edge.http.EncodedResponse;
import dev.hearth.edge.http.OperatorPage;
import dev.hearth.edge.http.RequestCosts;
import dev.hearth.edge.http.Shell;
import dev.hearth.edge.json.CodeUrls;
import dev.hearth.edge.json.FiatRate;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.edge.json.TurnServers;
import dev.hearth.edge.media.Images;
import dev.hearth.platform.Platform;
import dev.hearth.platform.settings.Secret;
import dev.hearth.platform.sql.Engine;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API on a port of its own, over a new database, and clients that sign their requests. Every
/// answer that comes back is held against what {@link ApiDocument} says of it.
final class TestingApi implements AutoCloseable {
  static final int MOST_MEMBERS = 8;
  static final TurnServers TURN =
      new TurnServers(
          List.of("turn:turn.hearth.test:3478", "turns:turn.hearth.test:5349"),
          Optional.of(new Secret("north")),
          Duration.ofHours(1));
  private static final InstantSource CLOCK = InstantSource.system();

  /// Not the API's own: that takes only as much as a request may have, and answers are larger.
  private static final JsonMapper ANSWERS = new JsonMapper();

  private final Vertx vertx = TestingVertx.open();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Platform platform;
  private final Chat chat;
  private final PortListener door;
  private final List<OperatorPage> pages;
  private final List<ApiResource> resources;
  final Accounts accounts;
  final Relationships relationships;
  final Reports reports;
  final Conversations conversations;
  final Attachments attachments;
  final SignalKeys keys;
  final Ledger ledger;
  final SignInCodes signInCodes;
  final Invitations invitations;

  TestingApi(Path folder) {
    this(folder, Optional.empty(), MOST_MEMBERS, SignUpPolicy.INVITATION);
  }

  /// @param stickers the folder with the operator's sticker albums
  TestingApi(Path folder, Optional<Path> stickers) {
    this(folder, stickers, MOST_MEMBERS, SignUpPolicy.INVITATION);
  }

  TestingApi(Path folder, int mostMembers) {
    this(folder, Optional.empty(), mostMembers, SignUpPolicy.INVITATION);
  }

  TestingApi(Path folder, SignUpPolicy signUp) {
    this(folder, Optional.empty(), MOST_MEMBERS, signUp);
  }

  private TestingApi(Path folder, Optional<Path> stickers, int mostMembers, SignUpPolicy signUp) {
    platform =
        Platform.open(folder, Chat.MIGRATIONS, CLOCK, Engine.directoryUrl(folder, Chat.MIGRATIONS));
    var settings =
        new Chat.ChatSettings(
            1000,
            16 << 20,
            1000,
            16 << 20,
            32 << 20,
            Duration.ofDays(7),
            Duration.ofDays(1),
            mostMembers,
            true,
            64 << 10,
            signUp,
            new Attachments.AttachmentLimits(1 << 20, 4 << 20, Duration.ofDays(30), 8),
            0,
            stickers,
            HearthConfig.parse("").allowance());
    chat = Chat.open(platform, settings, TestingOutlet.ENCODER, () -> {});
    accounts = chat.directory().accounts();
    relationships = chat.directory().relationships();
    reports = chat.directory().reports();
    conversations = chat.directory().conversations();
    attachments = chat.media().attachments();
    keys = chat.directory().keys();
    ledger = chat.directory().ledger().orElseThrow();
    signInCodes = chat.directory().signInCodes();
    invitations = chat.directory().invitations();
    pages = OperatorPage.all(platform.health(), platform.meters(), false, workers);
    resources =
        Resources.of(
            chat,
            new Resources.ApiSettings(
                "Hearth's test",
                new CodeUrls("https://hearth.test/codes/"),
                new FileUrls.FileUrlSettings(Optional.empty(), Duration.ofDays(1)),
                TURN,
                List.of(FiatRate.DOLLAR)),
            this::address,
            CLOCK);
    var api =
        new Shell(
            vertx,
            Identification.by(chat.directory().authentication()),
            Shell.RequestLimits.USUAL,
            ClientAddresses.LOCAL_PROXY,
            new RequestCosts(chat.allowances().requests(), chat.allowances().changes()),
            platform.meters(),
            workers,
            EncodedResponse::enveloped,
            resources);
    var anywhere = new PortListener.PortSettings("127.0.0.1", 0, Optional.empty());
    var images =
        new Images(
            vertx,
            chat.media().pictures(),
            chat.media().portraits(),
            Tempo.USUAL,
            ClientAddresses.LOCAL_PROXY,
            platform.meters(),
            workers);
    var lines = List.of(Line.below(PortraitUrls.PATH, images), Line.rest(api));
    var table = new RouteTable(new ServerHeaders(CLOCK), lines);
    door = PortListener.open(vertx, 1, anywhere, table);
  }

  /// All routes of the API.
  List<Route> routes() {
    var routes = new ApiRoutes();
    resources.forEach(resource -> resource.addTo(routes));
    return routes.all();
  }

  List<Unserved> unserved() {
    var routes = new ApiRoutes();
    resources.forEach(resource -> resource.addTo(routes));
    return routes.unserved();
  }

  MeterRegistry meters() {
    return platform.meters();
  }

  List<OperatorPage> pages() {
    return pages;
  }

  /// The pushes to a client's session from now on, each as `<message id> <category> <payload>`, and
  /// receipts as `<message id> <status>`.
  BlockingQueue<String> listen(Client client) {
    var session = accounts.findSession(client.session()).orElseThrow();
    var caller =
        new Caller(client.id(), client.session(), client.user().bot(), session.createdAt());
    var pushed = new LinkedBlockingQueue<String>();
    var outlet = new TestingOutlet(TestingApi::line, pushed).thatMayFail();
    chat.message().connect(caller, outlet).listPending(0);
    return pushed;
  }

  private static String line(MessageView view) {
    return view.source() == MessageSource.ACKNOWLEDGE_MESSAGE_RECEIPT
        ? view.messageId() + " " + view.status()
        : "%s %s %s"
            .formatted(
                view.messageId(),
                view.category(),
                new String(view.payload(), StandardCharsets.UTF_8));
  }

  /// Somebody with a session. Of `key` only the public half is known to the server.
  record Client(User user, SessionId session, SessionKeyPair key) {
    UserId id() {
      return user.id();
    }
  }

  /// An answer, checked for the form that every answer has.
  record Answer(int status, JsonNode json) {
    JsonNode data() {
      assertThat(status).describedAs("%s", json).isEqualTo(200);
      assertThat(json.has("data")).isTrue();
      return json.get("data");
    }

    int code() {
      assertThat(status).describedAs("%s", json).isEqualTo(202);
      assertThat(json.propertyNames()).containsExactly("error");
      assertThat(json.at("/error/status").asInt()).isEqualTo(202);
      return json.at("/error/code").asInt();
    }

    /// The sentence of a refusal.
    String description() {
      return json.at("/error/description").asString();
    }

    /// The field that is said to be invalid.
    String invalidField() {
      assertThat(code()).isEqualTo(10002);
      return json.at("/error/extra/field").asString();
    }
  }

  Client person(String name) {
    return signIn(accounts.registerPerson(name), SessionKeyPair.generate());
  }

  Client bot(String name) {
    return signIn(accounts.registerBot(name, Optional.empty()), SessionKeyPair.generate());
  }

  /// A bot written since 2023.
  Client safeBot(String name) {
    var bot = accounts.registerBot(name, Optional.empty(), List.of(App.SAFE));
    return signIn(bot, SessionKeyPair.generate());
  }

  Client botOfTheFirstYears(String name) {
    return signIn(accounts.registerBot(name, Optional.empty()), SessionKeyPair.generateRsa());
  }

  /// The same user with another session.
  Client anotherDevice(Client client) {
    return signIn(client.user(), SessionKeyPair.generate());
  }

  /// A device that this one linked to the account.
  Client linkedBy(Client client) {
    var key = SessionKeyPair.generate();
    var device = new NewDevice(key.key(), "Desktop", 1);
    var session =
        accounts
            .openSession(client.id(), device, Optional.of(client.session()), others -> true)
            .orElseThrow();
    return new Client(client.user(), session.id(), key);
  }

  /// The conversation of two people, which the first one begins.
  ConversationId contact(Client one, Client other) {
    var id = ConversationId.ofContact(one.id(), other.id());
    post(
            one,
            "/conversations",
            "{\"conversation_id\":\"%s\",\"category\":\"CONTACT\",\"participants\":[{\"user_id\":\"%s\"}]}"
                .formatted(id, other.id()))
        .data();
    return id;
  }

  private Client signIn(User user, SessionKeyPair key) {
    var platform = user.bot() ? "" : "Desktop";
    return new Client(user, accounts.openSession(user.id(), key.key(), platform).id(), key);
  }

  Answer get(Client client, String target) {
    return send(Optional.of(client), "GET", target, "");
  }

  Answer post(Client client, String target, String body) {
    return send(Optional.of(client), "POST", target, body);
  }

  Answer getAsNobody(String target) {
    return send(Optional.empty(), "GET", target, "");
  }

  Answer postAsNobody(String target, String body) {
    return send(Optional.empty(), "POST", target, body);
  }

  Answer send(Optional<Client> sender, String method, String target, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String token =
        sender
            .map(one ->
                SessionToken.sign(
                    one.key(),
                    one.id(),
                    one.session(),
                    CLOCK.instant(),
                    Duration.ofMinutes(1),
                    method,
                    target,
                    body))
            .orElse("");
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + target))
            .method(method, BodyPublishers.ofByteArray(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("X-Request-Id", "it-is-me")
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      assertThat(response.headers().firstValue("X-Request-Id")).contains("it-is-me");
      assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
      var json = ANSWERS.readTree(response.body());
      ApiDocument.PUBLISHED.check(method, target, response.statusCode(), json);
      return new Answer(response.statusCode(), json);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  String address() {
    return "http://127.0.0.1:" + door.port();
  }

  /// Requests a page as a browser does.
  HttpResponse<byte[]> browse(String target) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + target))
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .build();
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    client.close();
    door.close(Duration.ofSeconds(1)).await();
    vertx.close().await();
    workers.close();
    chat.close();
    platform.close();
  }
}
