package dev.hearth.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.edge.http.ApiRoutes.RouteAudience;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ScopesTest {
  @Test
  void each_line_decides_on_a_route_that_there_is() throws IOException {
    var routes = routes();

    assertThat(routes).hasSizeGreaterThan(50);
    assertThat(Scopes.LINES)
        .allSatisfy(line ->
            assertThat(routes)
                .anyMatch(route -> Scopes.findLine(route).filter(line::equals).isPresent()));
  }

  /// The routes as the API's document has them, which `ApiDocumentTest` compares with those that
  /// there are.
  private static List<Route> routes() throws IOException {
    List<Route> routes = new ArrayList<>();
    try (InputStream in =
        ApiRoutes.class.getResourceAsStream("/dev/hearth/edge/api/openapi.yaml")) {
      YAMLMapper.shared()
          .readTree(Objects.requireNonNull(in))
          .get("paths")
          .forEachEntry((path, methods) -> {
            String route = path.replaceAll("\\{\\w+}", ":id");
            methods
                .propertyNames()
                .forEach(method ->
                    routes.add(
                        new Route(
                            HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                            route,
                            RouteAudience.CALLERS,
                            false,
                            0,
                            _ -> ApiResponse.nothing())));
          });
    }
    return routes;
  }
}
