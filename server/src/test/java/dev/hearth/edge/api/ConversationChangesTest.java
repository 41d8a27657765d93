package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.ConversationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Describing, muting and rotating conversations, disappearing messages, and codes.
@ExtendWith(OneApi.class)
class ConversationChangesTest {
  private final TestingApi api;

  private Client alice;
  private Client bob;
  private Client carol;
  private ConversationId group;

  ConversationChangesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.person("Bob");
    carol = api.person("Carol");
    group = found(NewConversation.group(ConversationId.random(), "Friends", List.of(bob.id())));
  }

  @Test
  void a_manager_describes_a_group_and_what_is_left_out_stays() {
    var path = "/conversations/" + group;

    var renamed = api.post(alice, path, "{\"name\":\"<b>Team</b>\",\"announcement\":null}").data();
    var announced =
        api.post(alice, path, "{\"conversation_id\":\"x\",\"name\":\"\",\"announcement\":\"Tea\"}")
            .data();
    var cleared = api.post(alice, path, "{\"announcement\":\"\"}").data();

    assertThat(renamed.get("name").asString()).isEqualTo("<b>Team</b>");
    assertThat(announced.get("name").asString()).isEqualTo("<b>Team</b>");
    assertThat(announced.get("announcement").asString()).isEqualTo("Tea");
    assertThat(cleared.get("announcement").asString()).isEmpty();
    assertThat(api.get(bob, path).data().get("name").asString()).isEqualTo("<b>Team</b>");
  }

  @Test
  void a_member_who_manages_nothing_changes_nothing() {
    var contact = found(NewConversation.contact(alice.id(), bob.id()));

    for (var path : List.of("", "/rotate", "/disappear")) {
      var body = "{\"name\":\"mine\",\"duration\":60}";
      assertThat(api.post(bob, "/conversations/" + group + path, body).code()).isEqualTo(403);
      assertThat(api.post(carol, "/conversations/" + group + path, body).code()).isEqualTo(403);
      assertThat(api.post(carol, "/conversations/" + contact + path, body).code()).isEqualTo(403);
    }
    assertThat(api.post(alice, "/conversations/" + contact, "{\"name\":\"us\"}").code())
        .isEqualTo(403);
    assertThat(api.post(alice, "/conversations/" + contact + "/rotate", "").code()).isEqualTo(403);
    assertThat(api.post(carol, "/conversations/" + group + "/mute", "{\"duration\":60}").code())
        .isEqualTo(403);
    assertThat(api.get(alice, "/conversations/" + group).data().get("name").asString())
        .isEqualTo("Friends");
  }

  @Test
  void texts_that_are_too_long_are_refused() {
    var path = "/conversations/" + group;

    assertThat(api.post(alice, path, "{\"name\":\"%s\"}".formatted("x".repeat(513))).invalidField())
        .isEqualTo("name");
    assertThat(
            api.post(alice, path, "{\"announcement\":\"%s\"}".formatted("x".repeat(1025)))
                .invalidField())
        .isEqualTo("announcement");
    assertThat(
            api.post(alice, path, "{\"announcement\":\"%s\"}".formatted("🙂".repeat(1024)))
                .data()
                .get("announcement")
                .asString())
        .hasSize(2048);
  }

  @Test
  void a_rotated_code_replaces_the_old_one() {
    var old = api.get(alice, "/conversations/" + group).data().get("code_id").asString();

    var rotated = api.post(alice, "/conversations/" + group + "/rotate", "\"\"").data();

    var code = rotated.get("code_id").asString();
    assertThat(code).isNotEqualTo(old);
    assertThat(rotated.get("code_url").asString()).endsWith(code);
    assertThat(api.post(carol, "/conversations/" + old + "/join", "").code()).isEqualTo(404);
    assertThat(api.get(carol, "/codes/" + old).code()).isEqualTo(404);
    assertThat(api.post(carol, "/conversations/" + code + "/join", "").data().isObject()).isTrue();
  }

  @Test
  void muting_is_everyones_own_and_ends_by_zero() {
    var contact = found(NewConversation.contact(alice.id(), bob.id()));
    var soon = Instant.now().plus(Duration.ofMinutes(59));
    var path = "/conversations/" + contact;

    var muted =
        api.post(
                alice,
                path + "/mute",
                """
                {"conversation_id":"%s","category":"CONTACT","participants":[],"duration":3600}
                """
                    .formatted(contact))
            .data();

    assertThat(Instant.parse(muted.get("mute_until").asString())).isAfter(soon);
    assertThat(api.get(alice, path).data().get("mute_until")).isEqualTo(muted.get("mute_until"));
    assertThat(api.get(alice, "/users/" + bob.id()).data().get("mute_until"))
        .isEqualTo(muted.get("mute_until"));
    var never = "0001-01-01T00:00:00Z";
    assertThat(api.get(bob, path).data().get("mute_until").asString()).isEqualTo(never);
    assertThat(
            api.post(alice, path + "/mute", "{\"duration\":0}").data().get("mute_until").asString())
        .isEqualTo(never);
    var nowhere = "/conversations/" + ConversationId.random() + "/mute";
    assertThat(api.post(alice, nowhere, "{\"duration\":60}").code()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"duration\":-1}",
        "{\"duration\":\"60\"}",
        "{\"duration\":1.5}",
        "{\"duration\":null}",
        "{\"duration\":99999999999}",
        "{\"duration\":123456789012345678901234567890}"
      })
  void a_duration_is_a_number_of_seconds_within_bounds(String body) {
    for (var path : List.of("/mute", "/disappear")) {
      assertThat(api.post(alice, "/conversations/" + group + path, body).invalidField())
          .isEqualTo("duration");
    }
  }

  @Test
  void members_are_told_what_has_changed() throws Exception {
    var pushed = api.listen(bob);
    next(pushed); // the group

    api.post(alice, "/conversations/" + group, "{\"name\":\"Team\"}").data();
    api.post(alice, "/conversations/" + group + "/disappear", "{\"duration\":60}").data();
    api.post(alice, "/conversations/" + group + "/disappear", "{\"duration\":7257601}").code();

    assertThat(next(pushed))
        .endsWith("SYSTEM_CONVERSATION {\"action\":\"UPDATE\",\"user_id\":\"" + alice.id() + "\"}");
    assertThat(next(pushed))
        .endsWith("{\"action\":\"EXPIRE\",\"user_id\":\"" + alice.id() + "\",\"expire_in\":60}");
    assertThat(
            api.post(alice, "/conversations/" + group + "/disappear", "{\"duration\":7257600}")
                .data()
                .get("expire_in")
                .asInt())
        .isEqualTo(7_257_600);
  }

  @Test
  void a_conversation_muted_on_one_device_is_muted_on_the_other() throws Exception {
    var first = api.listen(bob);
    next(first); // the group, which the other device came too late for
    var second = api.listen(api.anotherDevice(bob));

    api.post(bob, "/conversations/" + group + "/mute", "{\"duration\":60}").data();

    assertThat(next(second))
        .endsWith("SYSTEM_CONVERSATION {\"action\":\"UPDATE\",\"user_id\":\"" + bob.id() + "\"}");
    api.post(alice, "/conversations/" + group, "{\"name\":\"Team\"}").data();
    assertThat(next(first)).contains(alice.id().toString());
  }

  @Test
  void a_user_who_takes_only_contacts_is_brought_into_groups_by_them_alone() {
    api.post(bob, "/me/preferences", "{\"accept_conversation_source\":\"CONTACTS\"}").data();
    var wanted =
        """
        {"conversation_id":"%s","category":"GROUP","participants":[{"user_id":"%s"}]}
        """
            .formatted(ConversationId.random(), bob.id());

    assertThat(api.post(carol, "/conversations", wanted).code()).isEqualTo(403);
    api.relationships.add(bob.id(), carol.id());
    assertThat(api.post(carol, "/conversations", wanted).data().isObject()).isTrue();
  }

  @Test
  void a_code_shows_a_user_to_everybody_and_to_each_with_their_own_eyes() {
    var code = "/codes/" + alice.user().codeId();

    var stranger = api.getAsNobody(code).data();
    var self = api.get(alice, code).data();

    assertThat(stranger.get("type").asString()).isEqualTo("user");
    assertThat(stranger.get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(stranger.get("relationship").asString()).isEqualTo("STRANGER");
    assertThat(stranger.has("session_id")).isFalse();
    assertThat(self.get("relationship").asString()).isEqualTo("ME");
    assertThat(self.has("session_id")).isTrue();
  }

  @Test
  void a_code_shows_a_group_but_not_with_what_devices_people_read() {
    var code = api.get(alice, "/conversations/" + group).data().get("code_id").asString();

    for (var seen :
        Stream.of(api.getAsNobody("/codes/" + code), api.get(carol, "/codes/" + code)).toList()) {
      assertThat(seen.data().get("type").asString()).isEqualTo("conversation");
      assertThat(seen.data().get("participants")).hasSize(2);
      assertThat(seen.data().get("participant_sessions")).isEmpty();
      assertThat(seen.data().get("code_id").asString()).isEqualTo(code);
    }
    assertThat(api.get(bob, "/codes/" + code).data().get("participant_sessions")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "%3Cscript%3E", "..%2f..%2fme", "00000000-0000-0000-0000-000000000000"})
  void a_code_there_is_not_is_not_found(String code) {
    assertThat(api.getAsNobody("/codes/" + code).code()).isEqualTo(404);
  }

  @Test
  void a_browser_that_follows_a_code_gets_a_page_that_opens_the_app_and_runs_nothing() {
    var code = UUID.randomUUID();

    var page = api.browse("/codes/" + code.toString().toUpperCase(Locale.ROOT));

    var html = new String(page.body(), StandardCharsets.UTF_8);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(html).contains("mixin://codes/" + code).doesNotContain("<script");
    assertThat(api.browse("/codes/%22%3E%3Cscript%3E").headers().firstValue("Content-Type"))
        .contains("application/json");
  }

  private static String next(BlockingQueue<String> pushed) throws InterruptedException {
    return Optional.ofNullable(pushed.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  private ConversationId found(NewConversation wanted) {
    var outcome = api.conversations.create(alice.id(), wanted);
    return ((Outcome.Done<Conversation>) outcome).now().id();
  }
}
