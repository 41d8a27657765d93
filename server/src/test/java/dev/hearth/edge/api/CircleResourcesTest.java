package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `/circles`, `/users/:id/circles` and `/conversations/:id/circles`, as clients see them.
@ExtendWith(OneApi.class)
class CircleResourcesTest {
  private final TestingApi api;

  private Client alice;
  private Client bob;

  CircleResourcesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.person("Bob");
  }

  @Test
  void a_circle_has_every_field_that_any_client_reads() {
    var circle = create("Family <script>");

    assertThat(Stream.of("type", "circle_id", "user_id", "name", "created_at"))
        .allSatisfy(name -> assertThat(circle.path(name).isString()).isTrue());
    assertThat(circle.get("type").asString()).isEqualTo("circle");
    assertThat(circle.get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(circle.get("name").asString()).isEqualTo("Family <script>");
    assertThat(api.get(alice, path(circle)).data()).isEqualTo(circle);
    assertThat(api.get(alice, "/circles").data().valueStream()).containsExactly(circle);
    assertThat(api.get(bob, "/circles").data().isEmpty()).isTrue();
  }

  @Test
  void a_circle_is_renamed_and_deleted() {
    var circle = create("Family");

    var renamed = api.post(alice, path(circle), "{\"name\":\"Kin\"}").data();
    assertThat(renamed.get("name").asString()).isEqualTo("Kin");
    assertThat(renamed.get("created_at")).isEqualTo(circle.get("created_at"));

    assertThat(api.post(alice, path(circle) + "/delete", "").data().isNull()).isTrue();
    assertThat(api.get(alice, path(circle)).code()).isEqualTo(404);
    assertThat(api.post(alice, path(circle) + "/delete", "").code()).isEqualTo(404);
  }

  @Test
  void somebody_elses_circle_is_not_there() {
    var circle = create("Family");
    var item = "[{\"conversation_id\":\"%s\",\"action\":\"ADD\"}]".formatted(contact());

    assertThat(api.get(bob, path(circle)).code()).isEqualTo(404);
    assertThat(api.post(bob, path(circle), "{\"name\":\"Mine\"}").code()).isEqualTo(404);
    assertThat(api.post(bob, path(circle) + "/delete", "").code()).isEqualTo(404);
    assertThat(api.get(bob, path(circle) + "/conversations").code()).isEqualTo(404);
    assertThat(api.post(bob, path(circle) + "/conversations", item).code()).isEqualTo(404);
    assertThat(api.post(bob, "/users/" + alice.id() + "/circles", add(circle)).code())
        .isEqualTo(404);
    assertThat(api.get(alice, path(circle)).data()).isEqualTo(circle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"circle_id\":\"%s\",\"action\":\"ADD\"}",
        "[{\"circle_id\":\"%s\",\"action\":\"ADD\"}]",
        "{\"circleID\":\"%s\",\"action\":\"ADD\"}",
        "[{\"circleID\":\"%s\",\"action\":\"Add\"}]"
      })
  void a_contact_comes_into_a_circle_in_every_way_that_clients_say_it(String body) {
    var circle = create("Family");

    var items =
        api.post(alice, "/users/" + bob.id() + "/circles", body.formatted(id(circle))).data();

    assertThat(items.size()).isEqualTo(1);
    var item = items.get(0);
    assertThat(item.get("type").asString()).isEqualTo("circle_conversation");
    assertThat(item.get("circle_id").asString()).isEqualTo(id(circle));
    assertThat(item.get("conversation_id").asString()).isEqualTo(contact().toString());
    assertThat(item.get("user_id").asString()).isEqualTo(bob.id().toString());
    assertThat(item.get("created_at").asString()).endsWith("Z");
    assertThat(api.get(alice, path(circle) + "/conversations").data()).isEqualTo(items);
  }

  @Test
  void a_conversation_says_in_which_of_ones_own_circles_it_is() {
    var circle = create("Friends");
    var group = group(alice, bob);

    var items = api.post(alice, "/conversations/" + group + "/circles", add(circle)).data();

    assertThat(items.get(0).get("user_id").isNull()).isTrue();
    assertThat(api.get(alice, "/conversations/" + group).data().get("circles")).isEqualTo(items);
    assertThat(api.get(bob, "/conversations/" + group).data().get("circles").isEmpty()).isTrue();
  }

  @Test
  void a_circle_takes_in_many_and_lets_go_of_some() {
    var circle = create("All");
    var group = group(alice);
    var body =
        """
        [{"conversation_id":"%s","user_id":"%s","action":"ADD"},
         {"conversation_id":"%s","action":"ADD"}]
        """
            .formatted(contact(), bob.id(), group);

    assertThat(api.post(alice, path(circle) + "/conversations", body).data().size()).isEqualTo(2);
    api.post(
            alice,
            path(circle) + "/conversations",
            "{\"conversation_id\":\"%s\",\"action\":\"REMOVE\"}".formatted(group))
        .data();

    assertThat(conversations(circle, "")).containsExactly(contact().toString());
  }

  @Test
  void a_conversation_that_one_is_not_in_stays_out() {
    var circle = create("All");
    var bobs = group(bob);

    assertThat(api.post(alice, "/conversations/" + bobs + "/circles", add(circle)).code())
        .isEqualTo(403);
    assertThat(api.post(alice, "/conversations/x/circles", add(circle)).code()).isEqualTo(404);
    assertThat(api.post(alice, "/users/" + UserId.random() + "/circles", add(circle)).code())
        .isEqualTo(404);
    assertThat(conversations(circle, "")).isEmpty();
  }

  @Test
  void a_circle_is_read_page_by_page() {
    var circle = create("All");
    var groups = IntStream.range(0, 5).mapToObj(i -> group(alice).toString()).toList();
    for (var group : groups) {
      api.post(alice, "/conversations/" + group + "/circles", add(circle)).data();
    }

    var first = api.get(alice, path(circle) + "/conversations?limit=3&offset=null").data();
    var offset = first.get(2).get("created_at").asString();

    assertThat(first.valueStream().map(item -> item.get("conversation_id").asString()))
        .isEqualTo(groups.subList(0, 3));
    assertThat(conversations(circle, "?limit=3&offset=" + offset)).isEqualTo(groups.subList(3, 5));
    assertThat(conversations(circle, "?offset=&limit=100000")).isEqualTo(groups);
  }

  @Test
  void there_is_a_most_of_everything() {
    var circles = IntStream.range(0, 6).mapToObj(i -> create("Circle " + i)).toList();
    var path = "/users/" + bob.id() + "/circles";
    circles.subList(0, 5).forEach(circle -> api.post(alice, path, add(circle)).data());

    assertThat(api.post(alice, path, add(circles.get(5))).code()).isEqualTo(20133);
    IntStream.range(6, 64).forEach(i -> create("Circle " + i));
    assertThat(api.post(alice, "/circles", "{\"name\":\"One more\"}").code()).isEqualTo(20133);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/circles|{\"name\":\"\"}|name",
        "/circles|{\"name\":7}|name",
        "/circles|{}|name",
        "/users/%s/circles|{\"action\":\"ADD\"}|circleID",
        "/users/%s/circles|{\"circle_id\":\"x\",\"action\":\"ADD\"}|circle_id",
        "/users/%s/circles|{\"circle_id\":\"%s\",\"action\":\"MOVE\"}|action"
      })
  void a_field_that_can_not_be_is_named(String path, String body, String field) {
    var target = path.replace("%s", bob.id().toString());

    var answer = api.post(alice, target, body.replace("%s", bob.id().toString()));

    assertThat(answer.invalidField()).isEqualTo(field);
  }

  @Test
  void more_changes_than_500_are_not_looked_at() {
    var change = "{\"circle_id\":\"" + UUID.randomUUID() + "\",\"action\":\"ADD\"}";
    var body = "[" + (change + ",").repeat(500) + change + "]";

    assertThat(api.post(alice, "/users/" + bob.id() + "/circles", body).invalidField())
        .isEqualTo("circles");
  }

  @ParameterizedTest
  @ValueSource(strings = {"offset=yesterday", "limit=0", "limit=-1", "limit=many"})
  void a_page_that_can_not_be_is_named(String query) {
    var circle = create("All");

    assertThat(api.get(alice, path(circle) + "/conversations?" + query).invalidField())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }

  @Test
  void ones_other_devices_are_told_and_nobody_else() throws Exception {
    var laptop = api.anotherDevice(alice);
    var heard = api.listen(laptop);
    var own = api.listen(alice);
    var others = api.listen(bob);

    var circle = create("Family");
    api.post(alice, "/users/" + bob.id() + "/circles", add(circle)).data();
    api.post(alice, path(circle), "{\"name\":\"Kin\"}").data();
    api.post(alice, path(circle) + "/delete", "").data();

    var about = ",\"circle_id\":\"" + id(circle) + "\"";
    assertThat(next(heard)).isEqualTo("SYSTEM_CIRCLE {\"action\":\"CREATE\"" + about + "}");
    assertThat(next(heard))
        .isEqualTo(
            "SYSTEM_CIRCLE {\"action\":\"ADD\"%s,\"conversation_id\":\"%s\",\"user_id\":\"%s\"}"
                .formatted(about, contact(), bob.id()));
    assertThat(next(heard)).isEqualTo("SYSTEM_CIRCLE {\"action\":\"UPDATE\"" + about + "}");
    assertThat(next(heard)).isEqualTo("SYSTEM_CIRCLE {\"action\":\"DELETE\"" + about + "}");
    assertThat(own).isEmpty();
    assertThat(others).isEmpty();
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    var pushed = heard.poll(10, TimeUnit.SECONDS);
    assertThat(pushed).isNotNull();
    return pushed.substring(pushed.indexOf(' ') + 1);
  }

  private JsonNode create(String name) {
    return api.post(alice, "/circles", "{\"name\":\"" + name + "\"}").data();
  }

  private List<String> conversations(JsonNode circle, String query) {
    return api.get(alice, path(circle) + "/conversations" + query)
        .data()
        .valueStream()
        .map(item -> item.get("conversation_id").asString())
        .toList();
  }

  private ConversationId contact() {
    return ConversationId.ofContact(alice.id(), bob.id());
  }

  private UUID group(Client owner, Client... others) {
    var id = UUID.randomUUID();
    var participants = Stream.of(others).map(one -> "{\"user_id\":\"" + one.id() + "\"}").toList();
    api.post(
            owner,
            "/conversations",
            "{\"conversation_id\":\"%s\",\"category\":\"GROUP\",\"participants\":%s}"
                .formatted(id, participants))
        .data();
    return id;
  }

  private static String add(JsonNode circle) {
    return "[{\"circle_id\":\"" + id(circle) + "\",\"action\":\"ADD\"}]";
  }

  private static String path(JsonNode circle) {
    return "/circles/" + id(circle);
  }

  private static String id(JsonNode circle) {
    return circle.get("circle_id").asString();
  }
}
