package dev.hearth.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.PortraitName;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.pin.TestingPin;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.media.Portraits;
import dev.hearth.chat.media.TestingPictures;
import dev.hearth.edge.api.ApiDocument;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.platform.Platform;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.RsaKeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminDoorTest {
  @TempDir private Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private static final ApiDocument DOCUMENT = ApiDocument.beside(AdminResources.class);

  private Platform platform;
  private Accounts accounts;
  private Pins pins;
  private Ledger ledger;
  private Portraits portraits;
  private List<ApiResource> resources;
  private AdminDoor door;
  private Path file;
  private JsonNode admin;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.open(data, Chat.MIGRATIONS, InstantSource.system());
    var directory = new Directory(platform.database(), platform.positions());
    accounts = new Accounts(directory, ServerKey.generate());
    pins = new Pins(directory, accounts, platform.clock(), _ -> 0, 64 << 10);
    var codes = new SignInCodes(directory, accounts, platform.clock(), _ -> 0);
    var relationships = new Relationships(directory);
    var conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 10);
    var contacts = new Contacts(directory, relationships, conversations);
    var invitations =
        new Invitations(directory, accounts, contacts, SignUpPolicy.INVITATION, _ -> 0);
    ledger = new Ledger(directory, accounts, relationships, conversations);
    var pictures = new Pictures(FileStore.open(platform.folder(), platform.folder().pictures(), 0));
    portraits = new Portraits(directory, pictures, (_, _) -> false);
    resources =
        AdminResources.of(
            accounts,
            codes,
            CodeLength.LONG,
            invitations,
            pins,
            Optional.of(ledger),
            portraits,
            () -> "https://chat.example.org",
            keep -> keep);
    door = AdminDoor.open(platform.folder(), resources);
    file = data.resolve("admin.json");
    admin = JsonMapper.shared().readTree(Files.readString(file));
  }

  @AfterEach
  void close() {
    door.close();
    platform.close();
    http.close();
  }

  @Test
  void only_the_folders_owner_can_read_where_the_door_is_and_it_goes_with_the_door()
      throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(admin.path("url").asString()).startsWith("http://127.0.0.1:");

    door.close();

    assertThat(file).doesNotExist();
  }

  @Test
  void a_caller_without_the_token_is_told_nothing() throws Exception {
    assertThat(ask("GET", "/users", "", "Bearer guess").statusCode()).isEqualTo(401);
    assertThat(ask("GET", "/users", "", "").statusCode()).isEqualTo(401);
    assertThat(ask("DELETE", "/nothing", "", "Bearer guess").statusCode()).isEqualTo(401);
  }

  @Test
  void no_page_of_a_browser_may_ask_or_read() throws Exception {
    var asked =
        HttpRequest.newBuilder(URI.create(admin.path("url").asString() + "/users"))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", "http://127.0.0.1:8080")
            .header("Access-Control-Request-Method", "GET")
            .header("Access-Control-Request-Headers", "authorization")
            .build();

    var preflight = http.send(asked, BodyHandlers.ofString());

    assertThat(preflight.statusCode()).isEqualTo(401);
    for (var answer : List.of(preflight, ask("GET", "/users", "", authorization()))) {
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
  }

  @Test
  void a_backup_is_asked_for_by_an_absolute_path() throws Exception {
    String keep = data.resolve("kept").toString();
    String body = JsonMapper.shared().writeValueAsString(Map.of("folder", keep));

    JsonNode made = json(ask("POST", "/backups", body, authorization()));

    assertThat(made.path("path").asString()).isEqualTo(keep);
    assertRefused(400, "POST", "/backups", "{\"folder\":\"kept\"}");
  }

  @Test
  void its_description_can_be_read_and_has_every_route_and_nothing_else() throws Exception {
    var routes = new ApiRoutes();
    resources.forEach(resource -> resource.addTo(routes));
    var request =
        HttpRequest.newBuilder(URI.create(admin.path("url").asString() + "/openapi.yaml"))
            .header("Authorization", authorization())
            .build();

    assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("openapi: 3.1.0");
    assertThat(DOCUMENT.operations().stream().map(ApiDocument.Operation::toString))
        .containsExactlyInAnyOrderElementsOf(
            routes.all().stream()
                .map(one -> one.method() + " " + one.path().replaceAll(":(\\w+)", "{$1}"))
                .toList());
  }

  @Test
  void an_invitation_is_made_listed_and_ended_and_only_its_link_has_the_code() throws Exception {
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);
    String number = alice.path("identity_number").asString();

    JsonNode made =
        asked(
            "POST", "/invitations", "{\"uses\":3,\"days\":2,\"contact\":\"%s\"}".formatted(number));
    JsonNode plain = asked("POST", "/invitations", "{}");

    assertThat(made.path("link").asString())
        .matches("https://chat\\.example\\.org/#join=[A-Za-z0-9_-]{22}");
    assertThat(plain.path("link").asString()).isNotEqualTo(made.path("link").asString());
    String code = made.path("link").asString().replaceFirst(".*=", "");
    String listed = asked("GET", "/invitations", "").toString();
    assertThat(listed).doesNotContain(code);
    JsonNode all = JsonMapper.shared().readTree(listed).path("invitations");
    assertThat(all).hasSize(2);
    assertThat(all.valueStream().map(one -> one.path("uses").asInt()))
        .containsExactlyInAnyOrder(3, 1);
    assertThat(all.valueStream().map(one -> one.at("/contact/name").asString("")))
        .containsExactlyInAnyOrder("Alice", "");
    String id = made.path("invitation_id").asString();
    assertThat(asked("DELETE", "/invitations/" + id, "").path("revoked").asBoolean()).isTrue();
    assertThat(asked("DELETE", "/invitations/" + id, "").path("revoked").asBoolean()).isFalse();
    assertThat(
            asked("GET", "/invitations", "")
                .path("invitations")
                .valueStream()
                .map(one -> one.path("good").asBoolean()))
        .containsExactlyInAnyOrder(false, true);
  }

  @Test
  void an_invitation_that_can_not_be_is_refused() throws Exception {
    String authorization = "Bearer " + admin.path("token").asString();
    for (String body :
        List.of(
            "{\"uses\":0}",
            "{\"uses\":10001}",
            "{\"days\":0}",
            "{\"days\":366}",
            "{\"days\":9223372036854775807}")) {
      assertThat(ask("POST", "/invitations", body, authorization).statusCode()).isEqualTo(400);
    }
    assertThat(
            ask("POST", "/invitations", "{\"contact\":\"99999999\"}", authorization).statusCode())
        .isEqualTo(404);
    assertThat(ask("DELETE", "/invitations/7", "", authorization).statusCode()).isEqualTo(404);
    assertThat(asked("GET", "/invitations", "").path("invitations")).isEmpty();
  }

  @Test
  void a_phone_number_is_one_persons() throws Exception {
    String authorization = "Bearer " + admin.path("token").asString();
    String phone = "\"phone\":\"+4930123456\"";
    JsonNode alice = post("{\"name\":\"Alice\"," + phone + "}").path("users").path(0);
    JsonNode bob = post("{\"name\":\"Bob\"}").path("users").path(0);
    String bobs = "/users/" + bob.path("identity_number").asString() + "/phone";

    assertThat(
            ask("POST", "/users", "{\"name\":\"Eve\"," + phone + "}", authorization).statusCode())
        .isEqualTo(409);
    assertThat(ask("POST", bobs, "{" + phone + "}", authorization).statusCode()).isEqualTo(409);
    for (String wrong : List.of("030123456", "+0301234", "+1", "alice", "+49 30")) {
      assertThat(ask("POST", bobs, "{\"phone\":\"" + wrong + "\"}", authorization).statusCode())
          .isEqualTo(400);
    }
    assertThat(accounts.list(0, 10)).hasSize(2);
    String alices = "/users/" + alice.path("identity_number").asString() + "/phone";
    assertThat(asked("POST", alices, "{}").path("name").asString()).isEqualTo("Alice");
    assertThat(asked("POST", bobs, "{" + phone + "}").path("name").asString()).isEqualTo("Bob");
    assertThat(accounts.findUserByPhone(new PhoneNumber("+4930123456")).orElseThrow().fullName())
        .isEqualTo("Bob");
  }

  private JsonNode asked(String method, String path, String body) throws Exception {
    var answer = ask(method, path, body, "Bearer " + admin.path("token").asString());
    return JsonMapper.shared().readTree(answer.body());
  }

  @Test
  void a_person_gets_a_code_and_a_bot_or_nobody_gets_none() throws Exception {
    String authorization = "Bearer " + admin.path("token").asString();
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);
    JsonNode bot = post("{\"name\":\"Echo\",\"bot\":true}").path("users").path(0);

    String path = "/users/" + alice.path("identity_number").asString() + "/code";
    var answer = JsonMapper.shared().readTree(ask("POST", path, "{}", authorization).body());
    String botsPath = "/users/" + bot.path("identity_number").asString() + "/code";

    assertThat(answer.path("code").asString()).matches("[0-9]{4}(-[0-9]{4}){3}");
    assertThat(answer.path("name").asString()).isEqualTo("Alice");
    assertThat(ask("POST", botsPath, "{}", authorization).statusCode()).isEqualTo(404);
    assertThat(ask("POST", "/users/99999999/code", "{}", authorization).statusCode())
        .isEqualTo(404);
    assertThat(ask("GET", path, "", authorization).statusCode()).isEqualTo(404);
  }

  @Test
  void a_pin_is_taken_away_of_whom_has_one() throws Exception {
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);
    Keystore keystore = keystore(alice.path("keystore"));
    var session = accounts.findSession(keystore.sessionId()).orElseThrow();
    var caller = new Caller(keystore.userId(), session.id(), false, session.createdAt());
    var pair = (Ed25519KeyPair) keystore.keyPair();
    var pin = new TestingPin(pair, accounts.serverKey().publicKey(), platform.clock());
    pins.update(caller, "", pin.digits("123456"), TipBody.verifying(0));
    String path = "/users/" + alice.path("identity_number").asString() + "/pin";

    JsonNode first = delete(path);
    JsonNode second = delete(path);

    assertThat(first.path("reset").asBoolean()).isTrue();
    assertThat(first.path("name").asString()).isEqualTo("Alice");
    assertThat(second.path("reset").asBoolean()).isFalse();
    assertThat(pins.find(keystore.userId())).isEmpty();
    assertRefused(404, "DELETE", "/users/99999999/pin", "");
    assertRefused(404, "GET", path, "");
  }

  @Test
  void a_bot_gets_a_keystore_it_can_sign_in_with() throws Exception {
    JsonNode bot = post("{\"name\":\"Echo\",\"bot\":true}").path("users").path(0);

    Keystore today = keystore(bot.path("keystore"));
    Keystore legacy = keystore(bot.path("legacy_keystore"));
    assertThat(bot.path("identity_number").asString()).startsWith("7000");
    assertThat(today.userId().toString()).isEqualTo(bot.path("user_id").asString());
    assertThat(accounts.findSession(today.sessionId()).orElseThrow().key())
        .isEqualTo(today.keyPair().key())
        .isEqualTo(legacy.keyPair().key());
    assertThat(today.serverPublicKey()).hasSize(64);
    assertThat(accounts.findUser(today.userId()).orElseThrow().bot()).isTrue();
  }

  @Test
  void a_bot_from_the_time_of_rsa_gets_an_rsa_key() throws Exception {
    JsonNode bot = post("{\"name\":\"Old\",\"bot\":true,\"rsa\":true}").path("users").path(0);

    SessionKeyPair pair = keystore(bot.path("legacy_keystore")).keyPair();
    assertThat(pair).isInstanceOf(RsaKeyPair.class);
    assertThat(bot.path("legacy_keystore").path("private_key").asString()).startsWith("-----BEGIN");
  }

  @Test
  void many_people_can_be_added_at_once_and_are_listed_in_pages() throws Exception {
    JsonNode added = post("{\"name\":\"Somebody\",\"count\":600}").path("users");

    assertThat(added).hasSize(600);
    JsonNode first = get("/users?after=0").path("users");
    String last = first.path(first.size() - 1).path("identity_number").asString();
    JsonNode second = get("/users?after=" + last).path("users");
    assertThat(first.size() + second.size()).isEqualTo(600);
    assertThat(first.path(0).path("name").asString()).isEqualTo("Somebody 1");
    assertThat(first.path(0).path("sessions")).hasSize(1);
    assertThat(
            get(
                "/users?after="
                    + second.path(second.size() - 1).path("identity_number").asString()))
        .isEqualTo(JsonMapper.shared().readTree("{\"users\":[]}"));
  }

  @Test
  void an_asset_is_added_issued_listed_and_retired() throws Exception {
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);
    String number = alice.path("identity_number").asString();
    String issue = "{\"to\":\"%s\",\"amount\":\"12.5\",\"trace_id\":\"%s\"}";
    String trace = UUID.randomUUID().toString();

    JsonNode added =
        postTo("/assets", "{\"symbol\":\"POINTS\",\"name\":\"Points\",\"precision\":1}");
    JsonNode issued = postTo("/assets/points/issues", issue.formatted(number, trace));

    assertThat(added.path("supply").asString()).isEqualTo("0");
    assertThat(added.path("precision").asInt()).isEqualTo(1);
    assertThat(issued.path("balance").asString()).isEqualTo("12.5");
    assertThat(issued.path("supply").asString()).isEqualTo("12.5");
    String id = alice.path("user_id").asString();
    assertThat(postTo("/assets/POINTS/issues", issue.formatted(id, trace))).isEqualTo(issued);
    assertThat(get("/assets").path("assets").path(0).path("supply").asString()).isEqualTo("12.5");
    JsonNode transfers = get("/ledger/transfers").path("transfers");
    assertThat(transfers).hasSize(1);
    assertThat(transfers.path(0).path("issued").asBoolean()).isTrue();
    String position = transfers.path(0).path("position").asString();
    assertThat(get("/ledger/transfers?after=" + position).path("transfers")).isEmpty();
    assertThat(get("/ledger/books"))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"assets\":1,\"accounts\":2,\"transfers\":1,\"snapshots\":2,\"faults\":[]}"));
    platform.database().change(handle -> handle.execute("UPDATE balances SET units = units + 1"));
    assertThat(get("/ledger/books").path("faults").path(0).asString())
        .startsWith("The balance is not that after its last snapshot ");
    assertThat(delete("/assets/POINTS").path("retired").asBoolean()).isTrue();
    assertRefused(400, "POST", "/assets/POINTS/issues", issue.formatted(number, UUID.randomUUID()));
  }

  @Test
  void an_asset_has_a_picture() throws Exception {
    String icon = Base64.getEncoder().encodeToString(TestingPictures.picture("png", 16, 16, 1));

    postTo("/assets", "{\"symbol\":\"POINTS\",\"icon_base64\":\"" + icon + "\"}");

    String name = ledger.assets().findBySymbol("POINTS").orElseThrow().icon();
    assertThat(portraits.find(new PortraitName(name))).isPresent();
  }

  @Test
  void a_request_about_assets_that_makes_no_sense_is_refused_with_a_sentence() throws Exception {
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);
    postTo("/assets", "{\"symbol\":\"POINTS\"}");
    String to = "{\"to\":\"" + alice.path("identity_number").asString() + "\",\"amount\":";

    assertRefused(400, "POST", "/assets", "{\"symbol\":\"POINTS\"}");
    assertRefused(400, "POST", "/assets", "{\"symbol\":\"points\"}");
    assertRefused(400, "POST", "/assets", "{\"symbol\":\"A\",\"precision\":9}");
    assertRefused(400, "POST", "/assets", "{\"symbol\":\"A\",\"precision\":-9000000000}");
    assertRefused(400, "POST", "/assets/POINTS/issues", to + "0.5}");
    assertRefused(400, "POST", "/assets/POINTS/issues", to + "1e30}");
    assertRefused(400, "POST", "/assets/POINTS/issues", to + "\"many\"}");
    assertRefused(404, "POST", "/assets/POINTS/issues", "{\"to\":\"7\",\"amount\":1}");
    assertRefused(404, "POST", "/assets/COINS/issues", to + "1}");
    assertRefused(404, "DELETE", "/assets/COINS", "");
    assertRefused(400, "GET", "/ledger/transfers?after=x", "");
    assertThat(ledger.verify().transfers()).isZero();
  }

  private JsonNode postTo(String path, String body) throws Exception {
    return json(ask("POST", path, body, authorization()));
  }

  @Test
  void a_session_can_be_revoked_once() throws Exception {
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);
    String session = alice.path("keystore").path("session_id").asString();

    assertThat(delete("/sessions/" + session).path("revoked").asBoolean()).isTrue();
    assertThat(delete("/sessions/" + session).path("revoked").asBoolean()).isFalse();
    assertThat(get("/users").path("users").path(0).path("sessions")).isEmpty();
  }

  @Test
  void a_user_can_be_signed_in_on_another_device() throws Exception {
    JsonNode alice = post("{\"name\":\"Alice\"}").path("users").path(0);

    String path = "/users/" + alice.path("user_id").asString() + "/sessions";
    JsonNode again = json(ask("POST", path, "", authorization())).path("users").path(0);

    assertThat(again.path("user_id")).isEqualTo(alice.path("user_id"));
    Keystore second = keystore(again.path("keystore"));
    assertThat(accounts.sessions(second.userId()))
        .extracting(session -> session.id())
        .containsExactlyInAnyOrder(
            keystore(alice.path("keystore")).sessionId(), second.sessionId());
    assertRefused(404, "POST", "/users/00000000-0000-4000-8000-000000000000/sessions", "{}");
  }

  @Test
  void a_request_that_makes_no_sense_is_refused_with_a_sentence() throws Exception {
    assertRefused(400, "POST", "/users", "{\"name\":\"  \"}");
    assertRefused(400, "POST", "/users", "{\"name\":\"" + "A".repeat(65) + "\"}");
    assertRefused(400, "POST", "/users", "{\"name\":\"A\",\"count\":0}");
    assertRefused(400, "POST", "/users", "{\"name\":\"A\",\"count\":10001}");
    assertRefused(400, "POST", "/users", "{\"name\"");
    assertRefused(400, "POST", "/users", "[]");
    assertRefused(400, "GET", "/users?after=x", "");
    assertRefused(404, "GET", "/elsewhere", "");
    assertRefused(404, "DELETE", "/sessions/x", "");
    assertRefused(405, "PUT", "/users", "{}");
    assertRefused(413, "POST", "/users", " ".repeat(65 * 1024));
  }

  private void assertRefused(int status, String method, String path, String body) throws Exception {
    HttpResponse<String> answer = ask(method, path, body, authorization());
    assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(status);
    assertThat(JsonMapper.shared().readTree(answer.body()).path("error").asString()).isNotEmpty();
  }

  private static Keystore keystore(JsonNode json) {
    return Keystore.parse(json.toString()).orElseThrow();
  }

  private JsonNode post(String body) throws Exception {
    return json(ask("POST", "/users", body, authorization()));
  }

  private JsonNode get(String path) throws Exception {
    return json(ask("GET", path, "", authorization()));
  }

  private JsonNode delete(String path) throws Exception {
    return json(ask("DELETE", path, "", authorization()));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private String authorization() {
    return "Bearer " + admin.path("token").asString();
  }

  private HttpResponse<String> ask(String method, String path, String body, String authorization)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(admin.path("url").asString() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    DOCUMENT.check(method, path, answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
    return answer;
  }
}
