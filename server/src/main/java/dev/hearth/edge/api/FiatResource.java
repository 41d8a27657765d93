package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.FiatRate;
import java.util.List;

/// The currencies that apps can show amounts in: `GET /fiats`, and today's `GET /external/fiats`.
final class FiatResource implements ApiResource {
  private final List<FiatRate> rates;

  FiatResource(List<FiatRate> rates) {
    this.rates = List.copyOf(rates);
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.forAnyone().get("/fiats", this::list).get("/external/fiats", this::list);
  }

  private ApiResponse list(ApiRequest request) {
    return ApiResponse.written(json -> {
      json.writeStartArray();
      for (FiatRate each : rates) {
        json.writeStartObject();
        json.writeStringProperty("code", each.code());
        json.writeNumberProperty("rate", each.rate().doubleValue());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
