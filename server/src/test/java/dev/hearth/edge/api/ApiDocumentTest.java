package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.edge.api.ApiDocument.Operation;
import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.edge.http.ApiRoutes.RouteAudience;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.edge.json.PictureUrls;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(OneApi.class)
class ApiDocumentTest {
  private static final ApiDocument DOCUMENT = ApiDocument.PUBLISHED;
  private static final String CONVERSATION =
      "/components/responses/Conversation/content/application~1json/schema";

  private final TestingApi api;

  ApiDocumentTest(TestingApi api) {
    this.api = api;
  }

  @Test
  void it_describes_every_route_and_nothing_else() {
    var routes = api.routes().stream().map(ApiDocumentTest::described);

    assertThat(DOCUMENT.operations().stream().map(Operation::toString))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(routes, beside()).toList());
  }

  @Test
  void it_says_which_routes_want_a_token() {
    var forAnyone =
        Stream.concat(
            api.routes().stream()
                .filter(route -> route.audience() == RouteAudience.ANYONE)
                .map(ApiDocumentTest::described),
            beside());

    assertThat(DOCUMENT.operations().stream().filter(Operation::forAnyone).map(Operation::toString))
        .containsExactlyInAnyOrderElementsOf(forAnyone.toList());
  }

  @Test
  void every_parameter_of_a_path_is_described() {
    for (var operation : DOCUMENT.operations()) {
      var described =
          operation
              .json()
              .path("parameters")
              .valueStream()
              .map(one -> one.has("$ref") ? DOCUMENT.at(one.get("$ref").asString()) : one)
              .filter(one -> one.get("in").asString().equals("path"))
              .map(one -> "{" + one.get("name").asString() + "}");
      var named = Arrays.stream(operation.path().split("/")).filter(part -> part.startsWith("{"));

      assertThat(described).as("%s", operation).containsExactlyElementsOf(named.toList());
    }
  }

  @Test
  void it_knows_every_refusal() {
    assertThat(codes("Refusal")).containsExactlyInAnyOrderElementsOf(codesWith(202));
    assertThat(codes("Fault")).containsExactlyInAnyOrderElementsOf(codesWith(500));
    for (var operation : DOCUMENT.operations()) {
      assertThat(operation.refusals())
          .as("%s", operation)
          .isSubsetOf(Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList());
    }
  }

  @Test
  void every_reference_leads_somewhere_and_every_component_is_used() {
    var references = references(DOCUMENT.json()).distinct().toList();
    var components =
        DOCUMENT
            .json()
            .get("components")
            .propertyStream()
            .filter(kind -> !kind.getKey().equals("securitySchemes"))
            .flatMap(kind ->
                kind.getValue()
                    .propertyStream()
                    .map(one -> "#/components/" + kind.getKey() + "/" + one.getKey()));

    assertThat(references).containsExactlyInAnyOrderElementsOf(components.toList());
  }

  @Test
  void a_field_that_it_does_not_know_is_noticed() {
    assertNoticed("/data/participants/0", one -> one.put("nickname", "Al"), "nickname");
    assertNoticed("", one -> one.put("next", 1), "next");
  }

  @Test
  void a_field_that_is_missing_or_of_another_form_is_noticed() {
    assertNoticed("/data", one -> one.remove("icon_url"), "icon_url");
    assertNoticed("/data", one -> one.putNull("name"), "/data/name");
    assertNoticed("/data", one -> one.put("category", "CROWD"), "/data/category");
    assertNoticed("/data", one -> one.put("created_at", "today"), "/data/created_at");
    assertNoticed("/data", one -> one.put("creator_id", "7"), "/data/creator_id");
  }

  @Test
  void an_account_is_not_shown_to_others() {
    var alice = api.person("Alice");
    var own = (ObjectNode) api.get(alice, "/me").json();
    ((ObjectNode) own.get("data")).put("relationship", "STRANGER");

    assertThatThrownBy(() -> DOCUMENT.check("GET", "/users/" + alice.id(), 200, own))
        .hasMessageContaining("GET /users/{id}");
  }

  @Test
  void a_refusal_that_it_does_not_announce_is_noticed() {
    var refused = api.getAsNobody("/me").json();

    assertThatThrownBy(() -> DOCUMENT.check("GET", "/?why", 202, refused))
        .hasMessageContaining("GET /")
        .hasMessageContaining("UNAUTHORIZED");
    assertThatThrownBy(() -> DOCUMENT.check("GET", "/me", 418, refused))
        .hasMessageContaining("418");
  }

  private void assertNoticed(String pointer, Consumer<ObjectNode> change, String complaint) {
    var alice = api.person("Alice");
    String group =
        """
        {"conversation_id": "%s", "category": "GROUP", "name": "Choir", "participants": []}
        """
            .formatted(UUID.randomUUID());
    var answer = api.post(alice, "/conversations", group).json();
    assertThat(DOCUMENT.errors(CONVERSATION, answer)).isEmpty();

    change.accept((ObjectNode) answer.at(pointer));

    assertThat(DOCUMENT.errors(CONVERSATION, answer))
        .isNotEmpty()
        .allSatisfy(error -> assertThat(error).contains(complaint));
  }

  /// The endpoints that are served beside the routes.
  private Stream<String> beside() {
    String file = FileUrls.PATH + "{id}/{ticket}";
    var bytes =
        Stream.of(
            "PUT " + file,
            "GET " + file,
            "GET " + PictureUrls.PATH + "{digest}",
            "GET " + PortraitUrls.PATH + "{name}");
    return Stream.concat(bytes, api.pages().stream().map(page -> "GET " + page.path()));
  }

  private static String described(Route route) {
    return route.method() + " " + route.path().replaceAll(":(\\w+)", "{$1}");
  }

  private static List<Integer> codes(String schema) {
    String pointer = "#/components/schemas/" + schema + "/properties/error/properties/code/enum";
    return DOCUMENT.at(pointer).valueStream().map(JsonNode::asInt).toList();
  }

  private static List<Integer> codesWith(int status) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.status() == status)
        .map(ErrorCode::code)
        .toList();
  }

  private static Stream<String> references(JsonNode node) {
    var own = node.has("$ref") ? Stream.of(node.get("$ref").asString()) : Stream.<String>empty();
    return Stream.concat(own, node.valueStream().flatMap(ApiDocumentTest::references));
  }
}
