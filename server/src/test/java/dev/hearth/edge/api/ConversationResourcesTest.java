package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.api.TestingApi.Answer;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `/conversations` and what is below it, as clients see them.
@ExtendWith(OneApi.class)
class ConversationResourcesTest {
  private final TestingApi api;

  private Client alice;
  private Client bob;
  private Client carol;

  ConversationResourcesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.person("Bob");
    carol = api.person("Carol");
  }

  @Test
  void a_field_of_an_item_in_a_list_is_refused_with_the_items_place() {
    String target = "/conversations/" + id(group("Friends")) + "/participants/ADD";

    var refused =
        api.post(alice, target, "[{\"user_id\": \"" + bob.id() + "\"}, {\"user_id\": \"x\"}]");

    assertThat(refused.invalidField()).isEqualTo("user_id");
    assertThat(refused.json().at("/error/extra/index").asString()).isEqualTo("1");
  }

  @Test
  void a_contact_is_the_same_for_both_and_however_often_it_is_created() {
    var id = ConversationId.ofContact(alice.id(), bob.id());

    var created = create(alice, id, "CONTACT", "", bob).data();
    var again = create(bob, id, "CONTACT", "", alice).data();

    assertThat(again).isEqualTo(created);
    assertThat(api.get(bob, "/conversations/" + id).data()).isEqualTo(created);
    assertThat(created.get("category").asString()).isEqualTo("CONTACT");
    assertThat(users(created))
        .containsExactlyInAnyOrder(alice.id().toString(), bob.id().toString());
    assertThat(created.get("code_url").asString()).isEmpty();
  }

  @Test
  void a_conversation_has_every_field_that_any_client_reads() {
    var desktop = api.accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "Desktop");

    var group = group("Friends", bob);

    assertThat(
            Stream.of(
                "type",
                "conversation_id",
                "creator_id",
                "category",
                "name",
                "icon_url",
                "announcement",
                "code_id",
                "code_url",
                "created_at",
                "mute_until"))
        .allSatisfy(name -> assertThat(group.path(name).isString()).isTrue());
    assertThat(group.get("type").asString()).isEqualTo("conversation");
    assertThat(group.get("creator_id").asString()).isEqualTo(alice.id().toString());
    assertThat(group.get("name").asString()).isEqualTo("Friends");
    assertThat(group.get("expire_in").isInt()).isTrue();
    assertThat(group.get("circles").isArray()).isTrue();
    var owner = group.at("/participants").valueStream().filter(one -> is(one, alice)).toList();
    assertThat(owner).hasSize(1);
    assertThat(owner.getFirst().get("role").asString()).isEqualTo("OWNER");
    assertThat(owner.getFirst().get("type").asString()).isEqualTo("participant");
    assertThat(owner.getFirst().get("created_at").asString()).endsWith("Z");
    assertThat(sessions(group))
        .containsExactlyInAnyOrder(
            alice.session().toString(), bob.session().toString(), desktop.id().toString());
    assertThat(group.at("/participant_sessions/0/public_key").asString()).hasSize(43);
  }

  @Test
  void a_group_may_be_named_by_random_id_or_freely() {
    var random = UUID.randomUUID();
    var id = ConversationId.ofGroup(alice.id(), "Mixin Group", List.of(bob.id()), random);
    var body =
        """
        {"conversation_id":"%s","category":"GROUP","name":"Mixin Group","random_id":"%s",
         "participants":[{"user_id":"%s","role":"ADMIN","action":"ADD","created_at":"never"}]}
        """;

    var group = api.post(alice, "/conversations", body.formatted(id, random, bob.id())).data();

    assertThat(group.get("conversation_id").asString()).isEqualTo(id.toString());
    assertThat(group.at("/participants").valueStream().filter(one -> is(one, bob)).findFirst())
        .hasValueSatisfying(one -> assertThat(one.get("role").asString()).isEmpty());
    assertThat(
            api.post(alice, "/conversations", body.formatted(id, UUID.randomUUID(), bob.id()))
                .invalidField())
        .isEqualTo("conversation_id");
    assertThat(
            api.post(alice, "/conversations", body.formatted(ConversationId.random(), "", bob.id()))
                .data()
                .get("name")
                .asString())
        .isEqualTo("Mixin Group");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|conversation_id",
        "{\"conversation_id\":7}|conversation_id",
        "{\"conversation_id\":\"x\"}|conversation_id",
        "{\"conversation_id\":\"ID\"}|category",
        "{\"conversation_id\":\"ID\",\"category\":\"PARTY\"}|category",
        "{\"conversation_id\":\"ID\",\"category\":null}|category",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"name\":{}}|name",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"announcement\":1}|announcement",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"random_id\":\"x\"}|random_id",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"participants\":{}}|participants",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"participants\":[\"x\"]}|participants",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"participants\":[{}]}|user_id",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"participants\":[{\"user_id\":1}]}|user_id",
        "{\"conversation_id\":\"ID\",\"category\":\"GROUP\",\"participants\":[{\"user_id\":\"ID\"}]}|participants",
        "{\"conversation_id\":\"ID\",\"category\":\"CONTACT\"}|participants",
        "{\"conversation_id\":\"ID\",\"category\":\"CONTACT\",\"participants\":[{\"user_id\":\"ID\"}]}|conversation_id"
      })
  void a_field_that_can_not_be_is_named(String body, String field) {
    var sent = body.replace("ID", UUID.randomUUID().toString());

    assertThat(api.post(alice, "/conversations", sent).invalidField()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "\"\"", "7", "{", "{\"a\":}", "{}{"})
  void a_body_that_is_not_an_object_is_refused(String body) {
    assertThat(api.post(alice, "/conversations", body).code()).isEqualTo(400);
  }

  @Test
  void texts_that_are_too_long_and_groups_that_are_too_large_are_refused() {
    var id = ConversationId.random();
    var crowd =
        IntStream.range(0, TestingApi.MOST_MEMBERS)
            .mapToObj(i -> api.person("Guest " + i))
            .toArray(Client[]::new);

    assertThat(create(alice, id, "GROUP", "x".repeat(513)).invalidField()).isEqualTo("name");
    assertThat(create(alice, id, "GROUP", "crowd", crowd).code()).isEqualTo(20116);
    assertThat(
            api.post(alice, "/conversations", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}").code())
        .isEqualTo(400);
    assertThat(api.get(alice, "/conversations/" + id).code()).isEqualTo(404);
  }

  @Test
  void a_group_can_not_take_the_place_of_others_contact() {
    var contact = ConversationId.ofContact(bob.id(), carol.id());

    assertThat(create(alice, contact, "GROUP", "trap", bob, carol).invalidField())
        .isEqualTo("conversation_id");
  }

  @Test
  void a_user_who_was_never_in_it_sees_nothing_and_one_who_left_sees_that() {
    var group = group("Friends", bob);
    var path = "/conversations/" + id(group);

    assertThat(api.get(carol, path).code()).isEqualTo(404);
    assertThat(api.post(bob, path + "/exit", "\"\"").data().get("name").asString())
        .isEqualTo("Friends");
    var seen = api.get(bob, path).data();
    assertThat(users(seen)).containsExactly(alice.id().toString());
    assertThat(seen.get("code_id").asString()).isEmpty();
    assertThat(sessions(seen)).isEmpty();
    assertThat(api.post(bob, path + "/exit", "").data().isObject()).isTrue();
    assertThat(api.post(carol, path + "/exit", "{}").code()).isEqualTo(403);
  }

  @Test
  void a_stranger_does_not_learn_whether_two_people_talk() {
    var dave = api.person("Dave");
    var silent = "/conversations/" + ConversationId.ofContact(alice.id(), carol.id());
    var talking = ConversationId.ofContact(alice.id(), bob.id());
    create(alice, talking, "CONTACT", "", bob).data();

    for (var path : List.of(silent, "/conversations/" + talking)) {
      assertThat(api.get(dave, path).code()).isEqualTo(404);
      for (var what : List.of("", "/rotate", "/mute", "/disappear", "/exit")) {
        assertThat(api.post(dave, path + what, "{\"name\":\"x\",\"duration\":60}").code())
            .as(path + what)
            .isEqualTo(403);
      }
      for (var what : List.of("ADD", "REMOVE")) {
        assertThat(api.post(dave, path + "/participants/" + what, people(dave)).code())
            .as(path + what)
            .isEqualTo(403);
      }
      assertThat(api.post(dave, path + "/participants/ROLE", role(bob, "ADMIN")).code())
          .isEqualTo(403);
      assertThat(api.post(dave, path + "/join", "").code()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-1-1-1-1", "null"})
  void a_conversation_that_can_not_be_is_not_found(String id) {
    assertThat(api.get(alice, "/conversations/" + id).code()).isEqualTo(404);
    assertThat(api.post(alice, "/conversations/" + id + "/participants/ADD", "[]").code())
        .isEqualTo(404);
    assertThat(api.post(alice, "/conversations/" + id + "/join", "").code()).isEqualTo(404);
    assertThat(api.post(alice, "/conversations/" + id + "/exit", "").code()).isEqualTo(404);
  }

  @Test
  void participants_are_added_once_and_removed() {
    var group = group("Friends", bob);
    var path = "/conversations/" + id(group) + "/participants/";

    var added = api.post(alice, path + "ADD", people(bob, carol)).data();
    var again = api.post(alice, path + "ADD", people(carol)).data();
    var removed = api.post(alice, path + "REMOVE", people(bob)).data();

    assertThat(users(added)).hasSize(3);
    assertThat(again).isEqualTo(added);
    assertThat(users(removed))
        .containsExactlyInAnyOrder(alice.id().toString(), carol.id().toString());
    assertThat(api.post(alice, path + "REMOVE", people(bob)).data()).isEqualTo(removed);
  }

  @Test
  void only_managers_manage() {
    var group = group("Friends", bob, carol);
    var path = "/conversations/" + id(group) + "/participants/";
    var dave = api.person("Dave");

    for (var who : List.of(bob, dave)) {
      assertThat(api.post(who, path + "ADD", people(dave)).code()).isEqualTo(403);
      assertThat(api.post(who, path + "REMOVE", people(carol)).code()).isEqualTo(403);
      assertThat(api.post(who, path + "ROLE", role(carol, "ADMIN")).code()).isEqualTo(403);
    }
    assertThat(
            api.post(alice, path + "ROLE", role(bob, "ADMIN"))
                .data()
                .get("participants")
                .valueStream()
                .filter(one -> is(one, bob))
                .map(one -> one.get("role").asString()))
        .containsExactly("ADMIN");
    assertThat(users(api.post(bob, path + "ADD", people(dave)).data())).hasSize(4);
    assertThat(api.post(bob, path + "ROLE", role(carol, "ADMIN")).code()).isEqualTo(403);
    assertThat(api.post(bob, path + "REMOVE", people(alice)).code()).isEqualTo(403);
    assertThat(api.post(alice, path + "ROLE", role(bob, "")).data().isObject()).isTrue();
  }

  @Test
  void impossible_changes_of_participants_are_refused() {
    var group = group("Friends", bob);
    var path = "/conversations/" + id(group) + "/participants/";

    assertThat(api.post(alice, path + "ROLE", role(bob, "KING")).invalidField()).isEqualTo("role");
    assertThat(api.post(alice, path + "ROLE", role(carol, "ADMIN")).invalidField())
        .isEqualTo("user_id");
    assertThat(api.post(alice, path + "DANCE", "[]").code()).isEqualTo(404);
    assertThat(api.post(alice, path + "ADD", "{}").code()).isEqualTo(400);
    assertThat(api.post(alice, path + "ADD", "").code()).isEqualTo(400);
    assertThat(api.post(alice, path + "ADD", "[null]").invalidField()).isEqualTo("participants");
    assertThat(api.post(alice, path + "ADD", "[{\"user_id\":\"x\"}]").invalidField())
        .isEqualTo("user_id");
    assertThat(
            api.post(alice, path + "ADD", "[{\"user_id\":\"" + UserId.random() + "\"}]")
                .invalidField())
        .isEqualTo("participants");
  }

  @Test
  void a_blocked_user_cannot_put_the_one_who_blocked_them_into_a_group() {
    api.relationships.block(bob.id(), alice.id());

    assertThat(create(alice, ConversationId.random(), "GROUP", "trap", bob).code()).isEqualTo(403);
    assertThat(
            api.post(
                    alice,
                    "/conversations/" + id(group("Friends")) + "/participants/ADD",
                    people(bob))
                .code())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "\"\"", "{\"anything\":[1]}"})
  void a_user_with_the_code_joins_whatever_the_body(String body) {
    var group = group("Friends");
    var path = "/conversations/" + group.get("code_id").asString() + "/join";

    var joined = api.post(bob, path, body).data();

    assertThat(users(joined)).hasSize(2);
    assertThat(joined.get("code_id")).isEqualTo(group.get("code_id"));
    assertThat(api.post(bob, path, body).data()).isEqualTo(joined);
    // The id alone is known to more people than may come in.
    assertThat(api.post(carol, "/conversations/" + id(group) + "/join", body).code())
        .isEqualTo(404);
  }

  private JsonNode group(String name, Client... participants) {
    return create(alice, ConversationId.random(), "GROUP", name, participants).data();
  }

  private Answer create(
      Client creator, ConversationId id, String category, String name, Client... participants) {
    return api.post(
        creator,
        "/conversations",
        "{\"conversation_id\":\"%s\",\"category\":\"%s\",\"name\":\"%s\",\"participants\":%s}"
            .formatted(id, category, name, people(participants)));
  }

  private static String people(Client... clients) {
    return Arrays.stream(clients)
        .map(one -> "{\"user_id\":\"" + one.id() + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String role(Client client, String role) {
    return "[{\"user_id\":\"%s\",\"role\":\"%s\"}]".formatted(client.id(), role);
  }

  private static String id(JsonNode conversation) {
    return conversation.get("conversation_id").asString();
  }

  private static boolean is(JsonNode participant, Client client) {
    return participant.get("user_id").asString().equals(client.id().toString());
  }

  private static List<String> users(JsonNode conversation) {
    return conversation
        .get("participants")
        .valueStream()
        .map(one -> one.get("user_id").asString())
        .toList();
  }

  private static List<String> sessions(JsonNode conversation) {
    return conversation
        .get("participant_sessions")
        .valueStream()
        .map(one -> one.get("session_id").asString())
        .toList();
  }
}
