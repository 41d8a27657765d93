package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.ProtocolPage;
import dev.hearth.ProtocolPage.Row;
import dev.hearth.edge.json.PortraitUrls;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The tables of endpoints in `docs/protocol.md`, held against the routes.
@ExtendWith(OneApi.class)
class EndpointTablesTest {
  private static final String HERE = "| endpoint | is |";
  private static final String NOT_HERE = "| endpoint | would be |";

  private final TestingApi api;

  EndpointTablesTest(TestingApi api) {
    this.api = api;
  }

  @Test
  void every_route_has_a_row_and_every_row_a_route() {
    var routes = routes();
    var rows = endpoints(HERE);

    for (String route : routes) {
      assertThat(rows).as("a row for %s", route).anyMatch(row -> fits(route, row));
    }
    for (String row : rows) {
      assertThat(routes).as("what %s is about", row).anyMatch(route -> fits(route, row));
    }
  }

  @Test
  void endpoints_that_are_said_not_to_be_here_are_known_and_not_served() {
    var rows = endpoints(NOT_HERE);

    for (String route : routes()) {
      assertThat(rows).as(route).noneMatch(row -> route.replaceAll(":\\w+", ":").equals(row));
    }
    assertThat(api.unserved().stream().map(one -> one.toString().replaceAll(":\\w+", ":")))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void endpoints_that_are_not_served_say_so_with_a_token_and_without() {
    var alice = api.person("Alice");
    for (var unserved : api.unserved()) {
      var target = unserved.path().replaceAll(":\\w+", UUID.randomUUID().toString());
      var answers =
          unserved.method().equals(HttpMethod.GET)
              ? List.of(api.get(alice, target), api.getAsNobody(target))
              : List.of(api.post(alice, target, "{}"), api.postAsNobody(target, "{}"));

      for (var answer : answers) {
        assertThat(answer.code()).as("%s", unserved).isEqualTo(404);
        assertThat(answer.json().at("/error/extra/reason").asString())
            .as("%s", unserved)
            .isEqualTo("Hearth does not serve this endpoint.");
      }
    }
  }

  private List<String> routes() {
    return Stream.of(
            api.routes().stream().map(route -> route.method() + " " + route.path()),
            api.pages().stream().map(page -> "GET " + page.path()),
            Stream.of("GET " + PortraitUrls.PATH + ":name"))
        .flatMap(endpoints -> endpoints)
        .toList();
  }

  /// A row may spell out what stands for a parameter of the route.
  private static boolean fits(String route, String row) {
    String[] expected = route.split("/", -1);
    String[] said = row.split("/", -1);
    if (expected.length != said.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (!expected[i].equals(said[i]) && !expected[i].startsWith(":")) {
        return false;
      }
    }
    return true;
  }

  private static List<String> endpoints(String table) {
    var found = new ArrayList<String>();
    for (Row row : ProtocolPage.table(table)) {
      String last = "";
      for (String name : row.names()) {
        last = whole(name, last);
        found.add(last.replaceAll(":\\w+", ":"));
      }
    }
    return found;
  }

  /// A further name in a row omits the part that it shares with the one before: the method, or all
  /// but the end of the path.
  private static String whole(String name, String before) {
    if (name.startsWith("…/")) {
      return before.substring(0, before.lastIndexOf('/')) + name.substring(1);
    }
    if (name.startsWith("/")) {
      return Arrays.asList(before.split(" ")).getFirst() + " " + name;
    }
    return name;
  }
}
