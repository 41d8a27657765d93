package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.edge.json.UserIds;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/`, `/me`, `/users`, `/friends`, `/relationships` and `/sessions`, as clients see them.
@ExtendWith(OneApi.class)
class UserResourcesTest {
  private static final List<String> PROFILE_TEXTS =
      List.of(
          "type",
          "user_id",
          "identity_number",
          "phone",
          "full_name",
          "avatar_url",
          "biography",
          "relationship",
          "mute_until",
          "created_at",
          "code_id",
          "code_url",
          "app_id");
  private static final List<String> PROFILE_FLAGS =
      List.of("is_verified", "is_scam", "is_deactivated", "has_safe", "has_pin");
  private static final List<String> ACCOUNT_TEXTS =
      List.of(
          "session_id",
          "pin_token",
          "pin_token_base64",
          "device_status",
          "receive_message_source",
          "accept_conversation_source",
          "accept_search_source",
          "fiat_currency",
          "tip_key_base64",
          "salt_base64",
          "spend_public_key");
  private static final List<String> APP_TEXTS =
      List.of(
          "type",
          "app_id",
          "app_number",
          "name",
          "icon_url",
          "description",
          "redirect_uri",
          "home_uri",
          "category",
          "creator_id",
          "app_secret",
          "updated_at",
          "safe_created_at",
          "session_secret",
          "session_public_key",
          "spend_public_key");

  private final TestingApi api;

  UserResourcesTest(TestingApi api) {
    this.api = api;
  }

  @Test
  void the_root_answers_anyone() {
    assertThat(api.getAsNobody("/").data().isObject()).isTrue();
    assertThat(api.get(api.person("Alice"), "/").data().isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/me", "/safe/me"})
  void an_account_has_every_field_that_any_client_reads(String path) {
    var alice = api.person("Alice");

    var me = api.get(alice, path).data();

    assertTexts(me, PROFILE_TEXTS);
    assertTexts(me, ACCOUNT_TEXTS);
    assertFlags(me, PROFILE_FLAGS);
    assertThat(me.get("has_emergency_contact").isBoolean()).isTrue();
    assertThat(me.get("tip_counter").isInt()).isTrue();
    assertThat(me.get("transfer_notification_threshold").isInt()).isTrue();
    assertThat(me.get("transfer_confirmation_threshold").isInt()).isTrue();
    assertThat(me.get("features").isArray()).isTrue();
    assertThat(me.get("type").asString()).isEqualTo("user");
    assertThat(me.get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(me.get("session_id").asString()).isEqualTo(alice.session().toString());
    assertThat(me.get("relationship").asString()).isEqualTo("ME");
    assertThat(me.get("pin_token").asString()).hasSize(44).endsWith("=");
    assertThat(me.get("pin_token_base64").asString()).hasSize(43);
    assertThat(me.get("code_url").asString())
        .isEqualTo("https://hearth.test/codes/" + me.get("code_id").asString());
    assertThat(me.has("app")).isFalse();
    assertThat(me.has("membership")).isFalse();
  }

  @Test
  void a_bot_of_the_first_years_signs_in_with_rsa() {
    var old = api.botOfTheFirstYears("Old");

    var me = api.get(old, "/me").data();

    assertThat(me.get("user_id").asString()).isEqualTo(old.id().toString());
    assertThat(me.at("/app/app_id").asString()).isEqualTo(old.id().toString());
    assertThat(api.post(old, "/sessions/fetch", ids(old)).data().at("/0/public_key").asString())
        .isEmpty();
  }

  @Test
  void a_bot_is_a_user_with_an_app() {
    var echo = api.bot("Echo");

    var user = api.get(api.person("Alice"), "/users/" + echo.id()).data();

    assertTexts(user, PROFILE_TEXTS);
    assertThat(user.get("identity_number").asString()).matches("7000\\d{6}");
    assertThat(user.get("app_id").asString()).isEqualTo(echo.id().toString());
    var app = user.get("app");
    assertTexts(app, APP_TEXTS);
    assertFlags(app, List.of("is_verified", "has_safe"));
    assertThat(app.get("name").asString()).isEqualTo("Echo");
    assertThat(app.get("capabilities")).isEqualTo(app.get("capabilites"));
    assertThat(app.get("capabilities").valueStream().map(JsonNode::asString))
        .containsExactly("CONTACT", "GROUP");
    assertThat(app.get("resource_patterns").isArray()).isTrue();
  }

  @Test
  void a_profile_changes_only_in_what_is_said() {
    var alice = api.person("Alice");

    api.post(alice, "/me", "{\"full_name\":\"Älice 🙂\",\"biography\":\"hi\"}").data();
    var kept =
        api.post(alice, "/me", "{\"full_name\":\"\",\"avatar_base64\":\"\",\"biography\":null}")
            .data();
    var cleared = api.post(alice, "/me", "{\"biography\":\"\"}").data();

    assertThat(kept.get("full_name").asString()).isEqualTo("Älice 🙂");
    assertThat(kept.get("biography").asString()).isEqualTo("hi");
    assertThat(cleared.get("biography").asString()).isEmpty();
    assertThat(cleared.get("session_id").asString()).isEqualTo(alice.session().toString());
    assertThat(api.get(alice, "/me").data()).isEqualTo(cleared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"full_name\":7}|full_name",
        "{\"full_name\":\"   \"}|full_name",
        "{\"full_name\":{\"a\":[]}}|full_name",
        "{\"full_name\":\"a\\u0000b\"}|full_name",
        "{\"full_name\":\"a\\ud83d\"}|full_name",
        "{\"biography\":\"\\udc00a\"}|biography",
        "{\"full_name\":\"a\\nb\"}|full_name",
        "{\"full_name\":\"\\u200b\\u200d\"}|full_name",
        "{\"full_name\":\"Alice\\u202egpj\"}|full_name",
        "{\"biography\":[]}|biography",
        "{\"avatar_base64\":\"%%%\"}|avatar_base64",
        "{\"avatar_base64\":true}|avatar_base64"
      })
  void a_profile_field_that_can_not_be_is_named(String body, String field) {
    assertThat(api.post(api.person("Alice"), "/me", body).invalidField()).isEqualTo(field);
  }

  @Test
  void a_name_or_biography_that_is_too_long_is_named() {
    var alice = api.person("Alice");

    assertThat(api.post(alice, "/me", json("full_name", "x".repeat(65))).invalidField())
        .isEqualTo("full_name");
    assertThat(api.post(alice, "/me", json("biography", "x".repeat(1025))).invalidField())
        .isEqualTo("biography");
  }

  @Test
  void a_user_is_found_by_id_in_either_case_and_by_number() {
    var alice = api.person("Alice");
    var bob = api.person("Bob");

    for (var id :
        List.of(
            bob.id().toString(),
            bob.id().toString().toUpperCase(Locale.ROOT),
            Long.toString(bob.user().identityNumber()))) {
      var found = api.get(alice, "/users/" + id).data();
      assertThat(found.get("user_id").asString()).isEqualTo(bob.id().toString());
      assertThat(found.get("relationship").asString()).isEqualTo("STRANGER");
      assertThat(found.has("pin_token")).isFalse();
      assertThat(found.has("session_id")).isFalse();
    }
    assertThat(api.get(alice, "/users/" + alice.id()).data().has("pin_token")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000000",
        "c1f4f2ad-3ba2-4e17-a9a6-5fa3e0e3c3c3",
        "1-1-1-1-1",
        "99999",
        "7999999999",
        "99999999999999999999",
        "-10001",
        "%00",
        "null",
        "'%20OR%201=1"
      })
  void a_user_who_is_not_there_is_not_found(String id) {
    assertThat(api.get(api.person("Alice"), "/users/" + id).code()).isEqualTo(404);
  }

  @Test
  void users_are_fetched_in_order_and_unknown_ones_skipped() {
    var alice = api.person("Alice");
    var echo = api.bot("Echo");

    var users =
        api.post(
                alice,
                "/users/fetch",
                "[\"%s\",\"%s\",7,null,{},[\"x\"],\"nonsense\",\"%s\",\"%s\"]"
                    .formatted(echo.id(), UserId.random(), alice.id(), echo.id()))
            .data();

    assertThat(users.valueStream().map(user -> user.get("user_id").asString()))
        .containsExactly(echo.id().toString(), alice.id().toString());
    assertThat(api.post(alice, "/users/fetch", "[]").data().isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users/fetch", "/sessions/fetch"})
  void a_fetch_wants_a_list_of_bounded_length(String path) {
    var alice = api.person("Alice");

    for (var body : List.of("", "{}", "null", "\"\"", "[", "[1,]", "\u0000", "{\"user_ids\":[]}")) {
      assertThat(api.post(alice, path, body).code()).describedAs(body).isEqualTo(400);
    }
    var many = new ArrayList<UserId>();
    for (int i = 0; i < UserIds.MOST + 1; i++) {
      many.add(UserId.random());
    }
    assertThat(api.post(alice, path, ids(many)).invalidField()).isEqualTo("user_ids");
    assertThat(api.post(alice, path, ids(many.subList(0, UserIds.MOST))).data().size()).isZero();
    assertThat(api.post(alice, path, "[\"" + "x".repeat(1 << 20) + "\"]").code()).isEqualTo(400);
  }

  @Test
  void sessions_are_fetched_with_the_key_to_encrypt_to() {
    var alice = api.person("Alice");
    var bob = api.person("Bob");
    var phone = api.accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "Android");
    api.accounts.revoke(bob.session());

    var sessions = api.post(alice, "/sessions/fetch", ids(bob, alice)).data();

    assertThat(sessions.size()).isEqualTo(2);
    var first = sessions.get(0);
    assertThat(first.get("type").asString()).isEqualTo("session");
    assertThat(first.get("user_id").asString()).isEqualTo(bob.id().toString());
    assertThat(first.get("session_id").asString()).isEqualTo(phone.id().toString());
    assertThat(first.get("public_key").asString()).isEqualTo(phone.key().x25519());
    assertThat(first.get("platform").asString()).isEqualTo("Android");
    assertThat(sessions.at("/1/session_id").asString()).isEqualTo(alice.session().toString());
  }

  @Test
  void a_friend_is_added_renamed_blocked_and_removed() {
    var alice = api.person("Alice");
    var bob = api.person("Bob");
    assertThat(api.get(alice, "/friends").data().size()).isZero();

    assertThat(relate(alice, bob, "ADD")).isEqualTo("FRIEND");
    assertThat(api.get(alice, "/friends").data().at("/0/user_id").asString())
        .isEqualTo(bob.id().toString());
    assertThat(relate(alice, bob, "BLOCK")).isEqualTo("BLOCKING");
    assertThat(api.get(alice, "/friends").data().size()).isZero();
    assertThat(relate(alice, bob, "UNBLOCK")).isEqualTo("FRIEND");
    assertThat(
            api.post(
                    alice,
                    "/relationships",
                    "{\"user_id\":\"%s\",\"action\":\"UPDATE\",\"full_name\":\"Bobby\"}"
                        .formatted(bob.id()))
                .data()
                .get("full_name")
                .asString())
        .isEqualTo("Bobby");
    // As one SDK writes it.
    assertThat(relate(alice, bob, "Remove")).isEqualTo("STRANGER");
    assertThat(api.get(alice, "/users/" + bob.id()).data().get("full_name").asString())
        .isEqualTo("Bob");
  }

  @Test
  void a_bot_that_is_added_can_be_talked_to_and_is_greeted() throws Exception {
    var alice = api.person("Alice");
    var echo = api.bot("Echo");

    relate(alice, echo, "ADD");

    var contact = ConversationId.ofContact(alice.id(), echo.id());
    assertThat(api.get(echo, "/conversations/" + contact).data().get("category").asString())
        .isEqualTo("CONTACT");
    assertThat(api.listen(echo).poll(10, TimeUnit.SECONDS)).endsWith(" PLAIN_TEXT Hello");
  }

  @Test
  void a_relationship_is_with_somebody_else_who_is_there() {
    var alice = api.person("Alice");
    var bob = api.person("Bob");
    var action = "{\"user_id\":\"%s\",\"action\":\"%s\"}";

    assertThat(api.post(alice, "/relationships", action.formatted(alice.id(), "BLOCK")).code())
        .isEqualTo(403);
    assertThat(api.post(alice, "/relationships", action.formatted(UserId.random(), "ADD")).code())
        .isEqualTo(404);
    assertThat(api.post(alice, "/relationships", action.formatted(bob.id(), "LOVE")).invalidField())
        .isEqualTo("action");
    assertThat(api.post(alice, "/relationships", action.formatted("bob", "ADD")).invalidField())
        .isEqualTo("user_id");
    assertThat(api.post(alice, "/relationships", "{\"action\":\"ADD\"}").invalidField())
        .isEqualTo("user_id");
    assertThat(api.post(alice, "/relationships", "[]").code()).isEqualTo(400);
    assertThat(api.post(alice, "/relationships", "").code()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/me",
    "GET,/safe/me",
    "POST,/me",
    "GET,/users/10001",
    "POST,/users/fetch",
    "GET,/friends",
    "POST,/relationships",
    "POST,/sessions/fetch",
    "POST,/conversations",
    "GET,/conversations/4fe7719e-a953-333f-9e6a-8f2ff61581c1",
    "POST,/conversations/x/participants/ADD",
    "POST,/conversations/x/join",
    "POST,/conversations/x/exit"
  })
  void nobody_is_let_in(String method, String path) {
    assertThat(api.send(Optional.empty(), method, path, "").code()).isEqualTo(401);
    var gone = api.person("Gone");
    api.accounts.revoke(gone.session());
    assertThat(api.send(Optional.of(gone), method, path, "").code()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/nowhere",
    "POST,/friends",
    "GET,/relationships",
    "DELETE,/me",
    "PUT,/me",
    "GET,/users/",
    "POST,/conversations/x/participants",
    "GET,/users/a/b"
  })
  void an_unknown_user_is_not_found(String method, String path) {
    assertThat(api.send(Optional.of(api.person("Alice")), method, path, "").code()).isEqualTo(404);
  }

  private String relate(Client who, Client whom, String action) {
    return api.post(
            who,
            "/relationships",
            "{\"user_id\":\"%s\",\"action\":\"%s\",\"full_name\":\"\",\"phone\":\"\"}"
                .formatted(whom.id(), action))
        .data()
        .get("relationship")
        .asString();
  }

  private static String ids(Client... clients) {
    return ids(Arrays.stream(clients).map(Client::id).toList());
  }

  private static String ids(List<UserId> users) {
    return JsonMapper.shared().writeValueAsString(users.stream().map(UserId::toString).toList());
  }

  private static String json(String name, String value) {
    return JsonMapper.shared().writeValueAsString(Map.of(name, value));
  }

  private static void assertTexts(JsonNode object, List<String> names) {
    assertThat(names).allSatisfy(name -> assertThat(object.path(name).isString()).isTrue());
  }

  private static void assertFlags(JsonNode object, List<String> names) {
    assertThat(names).allSatisfy(name -> assertThat(object.path(name).isBoolean()).isTrue());
  }
}
