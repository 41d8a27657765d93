package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;

/// Answers the requests for wallets on chains that apps make when they start. Hearth does not have
/// such wallets, so the lists are empty, as for a new account. All other requests for them are
/// answered with 404.
final class WalletResource implements ApiResource {
  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/safe/outputs", _ -> empty());
    // Apps ask without a token.
    routes.forAnyone().get("/safe/deposits", _ -> empty());
  }

  private static ApiResponse empty() {
    return ApiResponse.written(json -> json.writeStartArray().writeEndArray());
  }
}
