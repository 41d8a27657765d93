package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiRoutes;
import java.util.List;

/// The endpoints that clients know and Hearth does not have. `docs/protocol.md` says what they
/// would be.
final class UnservedResource implements ApiResource {
  private static final List<String> GET =
      List.of(
          "/apps",
          "/apps/property",
          "/apps/:id/quotas",
          "/safe/apps/:id/billing",
          "/authorizations",
          "/tip/identity",
          "/tip/ephemerals",
          "/assets/:id/addresses",
          "/assets/:id/fee",
          "/safe/assets/:id/fees",
          "/safe/outputs/:id",
          "/safe/transactions/:id",
          "/safe/multisigs/:id",
          "/safe/addresses",
          "/safe/inscriptions/items/:hash",
          "/safe/inscriptions/collections/:hash",
          "/safe/inscriptions/collections/:hash/items",
          "/addresses/:id",
          "/external/addresses/check",
          "/external/transactions",
          "/network/chains",
          "/network/chains/:id",
          "/network/assets/multisig",
          "/outputs",
          "/multisigs",
          "/multisigs/outputs",
          "/multisigs/outputs/:id",
          "/collectibles/tokens/:id",
          "/collectibles/collections/:id",
          "/collectibles/outputs");

  private static final List<String> POST =
      List.of(
          "/users",
          "/legacy/users",
          "/apps",
          "/apps/:id",
          "/apps/:id/secret",
          "/apps/:id/session",
          "/apps/:id/transfer",
          "/safe/apps/:id/session",
          "/safe/apps/:id/register",
          "/oauth/authorize",
          "/oauth/token",
          "/oauth/cancel",
          "/session/secret",
          "/devices",
          "/me/deactivate",
          "/me/salt_export",
          "/tip/ephemerals",
          "/tip/secret",
          "/emergency_verifications",
          "/emergency_contact",
          "/withdrawals",
          "/addresses",
          "/addresses/:id/delete",
          "/transactions",
          "/outputs",
          "/multisigs/requests",
          "/multisigs/requests/:id/:action",
          "/multisigs/:id/:action",
          "/collectibles/requests",
          "/collectibles/requests/:id/:action",
          "/safe/users",
          "/safe/keys",
          "/safe/outputs/fetch",
          "/safe/snapshots/notifications",
          "/safe/deposit/entries",
          "/safe/transactions",
          "/safe/transactions/fetch",
          "/safe/transaction/requests",
          "/safe/multisigs",
          "/safe/multisigs/:id/:action",
          "/external/proxy",
          "/external/kernel");

  @Override
  public void addTo(ApiRoutes routes) {
    GET.forEach(routes::unservedGet);
    POST.forEach(routes::unservedPost);
  }
}
