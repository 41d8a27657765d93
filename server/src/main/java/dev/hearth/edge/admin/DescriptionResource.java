package dev.hearth.edge.admin;

import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// `GET /openapi.yaml`: the requests that the local door takes, and its answers.
final class DescriptionResource implements ApiResource {
  @Override
  public void addTo(ApiRoutes routes) {
    routes.forAnyone().get("/openapi.yaml", this::show);
  }

  private ApiResponse show(ApiRequest request) {
    try (InputStream in = DescriptionResource.class.getResourceAsStream("openapi.yaml")) {
      byte[] yaml = Objects.requireNonNull(in).readAllBytes();
      return new ApiResponse.BytesResponse("application/yaml", yaml, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
