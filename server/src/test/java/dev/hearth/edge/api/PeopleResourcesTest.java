package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.HearthConfig;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Finding people, knowing them, and one's own devices.
@ExtendWith(OneApi.class)
class PeopleResourcesTest {
  private final TestingApi api;

  private Client alice;
  private Client bob;

  PeopleResourcesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.person("Bob");
  }

  @Test
  void people_are_found_by_number_as_far_as_they_let_themselves_be_found() {
    var number = bob.user().identityNumber();

    assertThat(found(alice, "/search/" + number)).isTrue();
    prefer(bob, "CONTACTS");
    assertThat(found(alice, "/search/" + number)).isFalse();
    assertThat(found(alice, "/users/" + number)).isFalse();
    assertThat(found(alice, "/users/" + bob.id())).isTrue();
    api.relationships.add(bob.id(), alice.id());
    assertThat(found(alice, "/search/" + number)).isTrue();
    prefer(bob, "NOBODY");
    assertThat(found(alice, "/search/" + number)).isFalse();
    assertThat(found(bob, "/search/" + number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+8613800138000", "%2B8613800138000", "%208613800138000", "%20", "x", "0"})
  void nobody_is_found_by_what_is_nobodys(String query) {
    assertThat(api.get(alice, "/search/" + query).code()).isEqualTo(404);
  }

  @Test
  void searches_are_counted() {
    long most = HearthConfig.parse("").allowance().searches().burst();
    for (int i = 0; i < most; i++) {
      api.get(alice, "/search/99999");
    }

    assertThat(api.get(alice, "/search/" + bob.user().identityNumber()).code()).isEqualTo(429);
    assertThat(api.get(alice, "/users/" + bob.user().identityNumber()).code()).isEqualTo(429);
    assertThat(found(bob, "/search/" + alice.user().identityNumber())).isTrue();
  }

  @Test
  void friends_and_blocked_people_are_listed_apart() {
    var carol = api.person("Carol");
    var body = "{\"user_id\":\"%s\",\"action\":\"%s\"}";

    api.post(alice, "/relationships", body.formatted(bob.id(), "add")).data();
    api.post(alice, "/relationships", body.formatted(carol.id(), "Block")).data();

    for (var path : List.of("/friends", "/contacts")) {
      assertThat(api.get(alice, path).data().findValuesAsString("user_id"))
          .containsExactly(bob.id().toString());
    }
    assertThat(api.get(alice, "/blocking_users").data().findValuesAsString("user_id"))
        .containsExactly(carol.id().toString());
    api.post(alice, "/relationships", body.formatted(carol.id(), "UNBLOCK")).data();
    assertThat(api.get(alice, "/blocking_users").data()).isEmpty();
  }

  @Test
  void an_address_book_is_taken_and_nothing_comes_of_it() {
    assertThat(
            api.post(alice, "/contacts", "[{\"phone\":\"+8613800138000\",\"full_name\":\"Bob\"}]")
                .data()
                .isNull())
        .isTrue();
    assertThat(api.get(alice, "/contacts").data()).isEmpty();
  }

  @Test
  void a_new_code_replaces_the_one_before() {
    var old = api.get(alice, "/me").data().get("code_id").asString();

    var now = api.get(alice, "/me/code").data().get("code_id").asString();

    assertThat(now).isNotEqualTo(old);
    assertThat(api.getAsNobody("/codes/" + old).code()).isEqualTo(404);
    assertThat(api.getAsNobody("/codes/" + now).data().get("user_id").asString())
        .isEqualTo(alice.id().toString());
  }

  @Test
  void users_who_know_somebody_hear_that_their_profile_has_changed() throws Exception {
    var carol = api.person("Carol");
    var dave = api.person("Dave");
    var bot = api.bot("Bot");
    api.relationships.add(bob.id(), alice.id());
    api.relationships.add(bot.id(), alice.id());
    api.conversations.create(carol.id(), NewConversation.contact(carol.id(), alice.id()));
    var friend = api.listen(bob);
    var contact = api.listen(carol);
    var stranger = api.listen(dave);
    var robot = api.listen(bot);
    var self = api.listen(alice);

    api.post(alice, "/me", "{\"full_name\":\"Alicia\"}").data();

    var news = "SYSTEM_USER {\"action\":\"UPDATE\",\"user_id\":\"" + alice.id() + "\"}";
    assertThat(next(friend)).endsWith(news);
    assertThat(next(contact)).endsWith(news);
    assertThat(next(self)).endsWith(news);
    assertThat(stranger).isEmpty();
    assertThat(robot).isEmpty();
  }

  @Test
  void a_phone_hears_of_the_devices_that_come_and_go() throws Exception {
    api.post(alice, "/session", "{\"platform\":\"iOS\",\"notification_token\":\"x\"}").data();
    var phone = api.listen(alice);
    var other = api.anotherDevice(alice);
    var desktop = api.listen(other);

    assertThat(next(phone))
        .contains("SYSTEM_SESSION {\"action\":\"PROVISION\"")
        .contains("\"session_id\":\"" + other.session() + "\"")
        .contains("\"public_key\":\"" + other.key().key().x25519() + "\"");
    assertThat(api.post(alice, "/logout", session(other.session())).data().isNull()).isTrue();
    assertThat(next(phone))
        .endsWith(
            "SYSTEM_SESSION {\"action\":\"DESTROY\",\"user_id\":\"%s\",\"session_id\":\"%s\"}"
                .formatted(alice.id(), other.session()));
    assertThat(desktop).isEmpty();
    assertThat(api.get(other, "/me").code()).isEqualTo(401);
  }

  @Test
  void nobody_signs_out_others() {
    assertThat(api.post(bob, "/logout", session(alice.session())).code()).isEqualTo(403);
    assertThat(api.post(bob, "/logout", session(SessionId.random())).code()).isEqualTo(403);
    assertThat(api.post(bob, "/logout", "{}").invalidField()).isEqualTo("session_id");
    assertThat(api.get(alice, "/me").data().isObject()).isTrue();

    assertThat(api.post(bob, "/logout", session(bob.session())).data().isNull()).isTrue();
    assertThat(api.get(bob, "/me").code()).isEqualTo(401);
  }

  @Test
  void preferences_that_are_left_out_stay_and_those_there_are_not_are_refused() {
    var path = "/me/preferences";
    var changed =
        api.post(
                alice,
                path,
                """
                {"receive_message_source":"CONTACTS","accept_search_source":"",
                 "fiat_currency":"EUR","transfer_confirmation_threshold":12.5}
                """)
            .data();

    assertThat(changed.get("receive_message_source").asString()).isEqualTo("CONTACTS");
    assertThat(changed.get("accept_search_source").asString()).isEqualTo("EVERYBODY");
    assertThat(changed.get("accept_conversation_source").asString()).isEqualTo("EVERYBODY");
    assertThat(changed.get("fiat_currency").asString()).isEqualTo("EUR");
    assertThat(changed.get("transfer_confirmation_threshold").asDouble()).isEqualTo(12.5);
    assertThat(api.post(alice, path, "{\"receive_message_source\":\"NOBODY\"}").invalidField())
        .isEqualTo("receive_message_source");
    assertThat(api.post(alice, path, "{\"fiat_currency\":\"<b>\"}").invalidField())
        .isEqualTo("fiat_currency");
    assertThat(api.post(alice, path, "{\"transfer_notification_threshold\":-1}").invalidField())
        .isEqualTo("transfer_notification_threshold");
    assertThat(api.get(alice, "/me").data()).isEqualTo(changed);
  }

  @ParameterizedTest
  @MethodSource("hugeNumbers")
  void a_number_that_no_double_holds_is_a_bad_field(String number) {
    var was = api.get(alice, "/me").data();

    for (var field :
        List.of("transfer_notification_threshold", "transfer_confirmation_threshold")) {
      var body = "{\"" + field + "\":" + number + "}";
      assertThat(api.post(alice, "/me/preferences", body).invalidField()).isEqualTo(field);
    }
    assertThat(api.get(alice, "/me").data()).isEqualTo(was);
  }

  private static List<String> hugeNumbers() {
    return List.of(
        "1e999999999",
        "-1e999999999",
        "9".repeat(990),
        "-" + "9".repeat(990),
        "9".repeat(990) + ".5");
  }

  @Test
  void a_bot_gets_its_own_app_and_nobody_elses() {
    var bot = api.bot("Bot");
    var other = api.bot("Other");

    var app = api.get(bot, "/apps/" + bot.id()).data();
    assertThat(app).isEqualTo(api.get(alice, "/users/" + bot.id()).data().get("app"));
    assertThat(app.get("app_id").asString()).isEqualTo(bot.id().toString());
    assertThat(api.get(other, "/apps/" + bot.id()).code()).isEqualTo(404);
    assertThat(api.get(alice, "/apps/" + bot.id()).code()).isEqualTo(404);
    assertThat(api.get(alice, "/apps/" + alice.id()).code()).isEqualTo(404);
    assertThat(api.get(bot, "/apps/nonsense").code()).isEqualTo(404);
    assertThat(api.getAsNobody("/apps/" + bot.id()).code()).isEqualTo(401);
  }

  private void prefer(Client client, String whoFinds) {
    api.post(client, "/me/preferences", "{\"accept_search_source\":\"" + whoFinds + "\"}").data();
  }

  private boolean found(Client client, String target) {
    var answer = api.get(client, target);
    if (answer.status() == 202) {
      assertThat(answer.code()).isEqualTo(404);
      return false;
    }
    return answer.data().isObject();
  }

  private static String session(SessionId id) {
    return "{\"session_id\":\"" + id + "\"}";
  }

  private static String next(BlockingQueue<String> pushed) throws InterruptedException {
    return Optional.ofNullable(pushed.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }
}
