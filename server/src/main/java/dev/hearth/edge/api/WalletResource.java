package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import java.util.List;

/// Answers the requests for wallets that apps make when they start. Hearth does not have wallets
/// yet, so the lists are empty, as for a new account. All other requests for wallets are answered
/// with 404.
final class WalletResource implements ApiResource {
  private static final List<String> LISTS =
      List.of(
          "/assets",
          "/snapshots",
          "/safe/assets",
          "/safe/snapshots",
          "/safe/outputs",
          "/safe/deposits");

  @Override
  public void addTo(ApiRoutes routes) {
    for (String list : LISTS) {
      routes.get(list, _ -> ApiResponse.written(json -> json.writeStartArray().writeEndArray()));
    }
  }
}
