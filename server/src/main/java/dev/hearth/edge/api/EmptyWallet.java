package dev.hearth.edge.api;

import java.util.List;

/// What apps ask a wallet when they start. There is none yet, so nobody owns or awaits anything:
/// the same as for an account that is new. Everything else about wallets is 404.
public final class EmptyWallet implements ApiResource {
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
