package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;

/// `GET /`: that the server is there. Apps ask before they sign in, for the time in its headers.
final class RootResource implements ApiResource {
  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .get(
            "/",
            _ ->
                ApiResponse.written(json ->
                    json.writeStartObject()
                        .writeStringProperty("name", "Hearth")
                        .writeEndObject()));
  }
}
