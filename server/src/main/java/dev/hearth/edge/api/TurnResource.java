package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.TurnServers;
import java.time.InstantSource;

/// `GET /turn`: the servers through which the caller's calls may go, with credentials of their own;
/// none when the operator has set up none.
final class TurnResource implements ApiResource {
  private final TurnServers servers;
  private final InstantSource clock;

  TurnResource(TurnServers servers, InstantSource clock) {
    this.servers = servers;
    this.clock = clock;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/turn", this::list);
  }

  private ApiResponse list(ApiRequest request) {
    var credentials = servers.credentials(request.caller().user(), clock.instant());
    return ApiResponse.written(json -> {
      json.writeStartArray();
      credentials.ifPresent(each -> {
        for (String url : servers.urls()) {
          json.writeStartObject();
          json.writeStringProperty("url", url);
          json.writeStringProperty("username", each.username());
          json.writeStringProperty("credential", each.password());
          json.writeEndObject();
        }
      });
      json.writeEndArray();
    });
  }
}
