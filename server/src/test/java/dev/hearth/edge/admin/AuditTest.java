package dev.hearth.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.hearth.TestingHearth;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.pin.TestingPin;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lines that say which operator's command and which session changed something.
class AuditTest {
  private static final String ID = "[0-9a-f-]{36}";

  private final Logger audit = (Logger) LoggerFactory.getLogger("audit");
  private final Lines lines = new Lines();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> asked = new TreeSet<>();
  private TestingHearth hearth;
  private JsonNode admin;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    lines.start();
    audit.setLevel(Level.INFO);
    audit.addAppender(lines);
    hearth = TestingHearth.start(temporary.resolve("data"), 0, "ledger.enabled = yes");
    Path file = hearth.running().folder().file("admin.json");
    admin = JsonMapper.shared().readTree(Files.readString(file));
  }

  @AfterEach
  void stop() {
    hearth.close();
    audit.detachAppender(lines);
    http.close();
  }

  @Test
  void every_change_that_the_operator_asks_for_is_a_line_without_names_or_secrets()
      throws Exception {
    JsonNode alice = ask("POST /users", "/users", "{\"name\":\"Alice Canary\"}").path("users");
    String user = alice.path(0).path("user_id").asString();
    String number = alice.path(0).path("identity_number").asString();
    String session = alice.path(0).path("legacy_keystore").path("session_id").asString();
    assertLine(
        "user-added by=operator/local-door user="
            + user
            + " number="
            + number
            + " session="
            + session);

    ask("POST /users", "/users", "{\"name\":\"Bot Canary\",\"bot\":true}");
    assertLine("bot-added by=operator/local-door user=" + ID + " number=7\\d+ session=" + ID);

    ask("POST /users/:id/sessions", "/users/" + user + "/sessions", "{}");
    assertLine(
        "session-added by=operator/local-door user="
            + user
            + " number="
            + number
            + " session="
            + ID);

    JsonNode invited = ask("POST /invitations", "/invitations", "{\"uses\":2,\"days\":1}");
    String invitation = invited.path("invitation_id").asString();
    assertLine(
        "invitation-made by=operator/local-door invitation=" + invitation + " uses=2 until=.+Z");
    String link = invited.path("link").asString();
    String newcomer = join(link.substring(link.indexOf('=') + 1));
    assertLine(
        "user-added by=invitation/"
            + invitation
            + " user="
            + newcomer
            + " number=\\d+ session="
            + ID);
    ask("DELETE /invitations/:id", "/invitations/" + invitation, "");
    assertLine("invitation-revoked by=operator/local-door invitation=" + invitation);

    JsonNode code = ask("POST /users/:number/code", "/users/" + number + "/code", "{}");
    assertLine("sign-in-code-issued by=operator/local-door user=" + user + " number=" + number);

    ask("POST /users/:number/phone", "/users/" + number + "/phone", "{\"phone\":\"+4930123456\"}");
    assertLine("phone-set by=operator/local-door user=" + user + " number=" + number);
    ask("POST /users/:number/phone", "/users/" + number + "/phone", "{\"phone\":\"\"}");
    assertLine("phone-removed by=operator/local-door user=" + user + " number=" + number);

    ask("DELETE /sessions/:id", "/sessions/" + session, "");
    assertLine("session-revoked by=operator/local-door session=" + session);
    assertLine("session-ended by=server user=" + user + " session=" + session);

    // Nothing changes, so nothing is said.
    int before = lines.texts.size();
    ask("DELETE /sessions/:id", "/sessions/" + session, "");
    ask("DELETE /users/:number/pin", "/users/" + number + "/pin", "");
    assertThat(lines.texts).hasSize(before);

    ask("POST /assets", "/assets", "{\"symbol\":\"POINTS\",\"name\":\"Canary\"}");
    assertLine("asset-added by=operator/local-door asset=" + ID + " symbol=POINTS");
    ask(
        "POST /assets/:symbol/issues",
        "/assets/POINTS/issues",
        "{\"to\":\"" + number + "\",\"amount\":5,\"memo\":\"Canary\"}");
    assertLine(
        "asset-issued by=operator/local-door asset="
            + ID
            + " symbol=POINTS amount=5 user="
            + user
            + " number="
            + number
            + " trace="
            + ID);
    ask("DELETE /assets/:symbol", "/assets/POINTS", "");
    assertLine("asset-retired by=operator/local-door asset=" + ID + " symbol=POINTS");

    Path kept = folder.resolve("my backups");
    ask("POST /backups", "/backups", "{\"folder\":\"" + kept + "\"}");
    assertLine("backup-made by=operator/local-door folder=\"" + kept + "/[^\"]+\"");

    assertThat(asked).isEqualTo(changingRoutes());
    assertThat(String.join("\n", lines.texts))
        .doesNotContain(link.substring(link.indexOf('=') + 1))
        .doesNotContain("4930123456", "Canary", code.path("code").asString(), "\"private_key\"");
  }

  @Test
  void a_look_at_the_ledger_is_a_line() throws Exception {
    ask("GET /ledger/books", "/ledger/books", "");
    assertLine("ledger-verified by=operator/local-door faults=0");

    ask("GET /ledger/transfers", "/ledger/transfers", "");
    assertLine("ledger-exported by=operator/local-door");
    int before = lines.texts.size();
    ask("GET /ledger/transfers", "/ledger/transfers?after=1", "");
    assertThat(lines.texts).as("the next page").hasSize(before);
  }

  @Test
  void a_further_session_of_a_bot_is_a_line() throws Exception {
    Keystore bot = hearth.bot("Bot");

    ask("POST /users/:id/sessions", "/users/" + bot.userId() + "/sessions", "{}");

    assertLine(
        "session-added by=operator/local-door user="
            + bot.userId()
            + " number=7\\d+ session="
            + ID);
  }

  @Test
  void each_beginning_and_end_of_a_session_is_a_line_that_names_who_did_it() throws Exception {
    Keystore alice = hearth.person("Alice Canary");
    String user = alice.userId().toString();

    String laptop = link(alice);
    assertLine(
        "device-linked by=session/" + alice.sessionId() + " user=" + user + " session=" + laptop);

    String tablet = link(alice);
    call(alice, "/logout", "{\"session_id\":\"" + tablet + "\"}");
    assertLine(
        "signed-out by=session/" + alice.sessionId() + " user=" + user + " session=" + tablet);
    assertLine("session-ended by=server user=" + user + " session=" + tablet);

    String began = signIn(alice);
    assertLine("signed-in by=sign-in-code user=" + user + " session=" + began);
    assertLine("session-ended by=server user=" + user + " session=" + alice.sessionId());
    assertLine("session-ended by=server user=" + user + " session=" + laptop);

    Keystore bob = hearth.person("Bob Canary");
    call(bob, "/logout", "{\"session_id\":\"" + bob.sessionId() + "\"}");
    assertLine(
        "signed-out by=session/%1$s user=%2$s session=%1$s"
            .formatted(bob.sessionId(), bob.userId()));
    assertThat(String.join("\n", lines.texts)).doesNotContain("Canary");
  }

  @Test
  void a_pin_that_is_set_or_changed_is_a_line_and_one_that_is_refused_is_not() throws Exception {
    Keystore alice = hearth.person("Alice");
    var pin =
        new TestingPin(
            (Ed25519KeyPair) alice.keyPair(),
            hearth.running().chat().directory().accounts().serverKey().publicKey(),
            InstantSource.system());
    String who = " by=session/" + alice.sessionId() + " user=" + alice.userId();

    call(alice, "/pin/update", "{\"pin\":\"" + pin.digits("123456") + "\"}");
    assertLine("pin-set" + who);

    String change = "{\"old_pin\":\"%s\",\"pin\":\"%s\"}";
    call(alice, "/pin/update", change.formatted(pin.digits("000000"), pin.digits("654321")));
    assertThat(lines.texts).noneMatch(line -> line.startsWith("pin-changed"));

    call(alice, "/pin/update", change.formatted(pin.digits("123456"), pin.digits("654321")));
    assertLine("pin-changed" + who);

    long number = number(alice);
    ask("DELETE /users/:number/pin", "/users/" + number + "/pin", "");
    assertLine("pin-reset by=operator/local-door user=" + alice.userId() + " number=" + number);
  }

  /// The id of a new session that this one links.
  private String link(Keystore by) throws Exception {
    String code = call(by, "/device/provisioning/code", "").at("/data/code").asString();
    return post(
            Optional.empty(),
            "/provisionings/verify",
            "{\"user_id\":\"%s\",\"session_id\":\"%s\",\"code\":\"%s\",%s}"
                .formatted(by.userId(), by.sessionId(), code, newDevice()))
        .at("/data/session_id")
        .asString();
  }

  /// The id of the person who makes an account with this invitation.
  private String join(String invitation) throws Exception {
    return post(
            Optional.empty(),
            "/verifications",
            "{\"purpose\":\"SESSION\",\"invitation\":\"%s\",\"full_name\":\"Canary\",%s}"
                .formatted(invitation, newDevice()))
        .at("/data/user_id")
        .asString();
  }

  /// The id of the session that a code of the operator's begins.
  private String signIn(Keystore of) throws Exception {
    long number = number(of);
    String code =
        ask("POST /users/:number/code", "/users/" + number + "/code", "{}").path("code").asString();
    String id =
        post(
                Optional.empty(),
                "/verifications",
                "{\"phone\":\"" + number + "\",\"purpose\":\"SESSION\"}")
            .at("/data/id")
            .asString();
    return post(
            Optional.empty(),
            "/verifications/" + id,
            "{\"purpose\":\"SESSION\",\"code\":\"%s\",%s}".formatted(code, newDevice()))
        .at("/data/session_id")
        .asString();
  }

  private long number(Keystore of) {
    var accounts = hearth.running().chat().directory().accounts();
    return accounts.findUser(of.userId()).orElseThrow().identityNumber();
  }

  private static String newDevice() {
    return "\"session_secret\":\"%s\",\"platform\":\"Desktop\",\"registration_id\":42"
        .formatted(SessionKeyPair.generate().key());
  }

  /// A signed request: `POST`, or `GET` without a body.
  private JsonNode call(Keystore by, String path, String body) throws Exception {
    return post(
        Optional.of(
            SessionToken.sign(
                by.keyPair(),
                by.userId(),
                by.sessionId(),
                Instant.now(),
                Duration.ofMinutes(1),
                body.isEmpty() ? "GET" : "POST",
                path,
                body.getBytes(StandardCharsets.UTF_8))),
        path,
        body);
  }

  private JsonNode post(Optional<String> token, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(hearth.address().resolve(path))
            .method(body.isEmpty() ? "GET" : "POST", BodyPublishers.ofString(body));
    token.ifPresent(signed -> request.header("Authorization", "Bearer " + signed));
    return JsonMapper.shared().readTree(http.send(request.build(), BodyHandlers.ofString()).body());
  }

  private Set<String> changingRoutes() {
    var routes = new ApiRoutes();
    AdminResources.of(
            hearth.running().chat().directory().accounts(),
            hearth.running().chat().directory().signInCodes(),
            CodeLength.LONG,
            hearth.running().chat().directory().invitations(),
            hearth.running().chat().directory().pins(),
            hearth.running().chat().directory().ledger(),
            hearth.running().chat().media().portraits(),
            () -> "",
            keep -> keep)
        .forEach(resource -> resource.addTo(routes));
    return routes.all().stream()
        .filter(route -> !route.method().name().equals("GET"))
        .map(route -> route.method() + " " + route.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void assertLine(String pattern) {
    assertThat(lines.texts).anyMatch(line -> line.matches(pattern));
  }

  private JsonNode ask(String route, String path, String body) throws Exception {
    asked.add(route);
    var request =
        HttpRequest.newBuilder(URI.create(admin.path("url").asString() + path))
            .header("Authorization", "Bearer " + admin.path("token").asString())
            .method(route.split(" ", 2)[0], BodyPublishers.ofString(body))
            .build();
    return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }
  }
}
