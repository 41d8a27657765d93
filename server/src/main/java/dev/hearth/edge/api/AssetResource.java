package dev.hearth.edge.api;

import dev.hearth.chat.directory.ledger.Holding;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.LedgerJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;

/// The assets that there are, and how much of them the caller has.
final class AssetResource implements ApiResource {
  static final ApiResponse NO_ASSET =
      ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no asset of this id.");

  private final Optional<Ledger> ledger;
  private final LedgerJson json;

  /// @param ledger without it, nobody has anything
  AssetResource(Optional<Ledger> ledger, LedgerJson json) {
    this.ledger = ledger;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/assets", this::list).get("/assets/:id", this::show);
  }

  private ApiResponse list(ApiRequest request) {
    UserId user = request.caller().user();
    List<Holding> holdings = ledger.map(it -> it.holdings(user)).orElse(List.of());
    return ApiResponse.written(out -> {
      out.writeStartArray();
      holdings.forEach(holding -> json.write(out, holding));
      out.writeEndArray();
    });
  }

  private ApiResponse show(ApiRequest request) {
    return find(request)
        .map(holding -> ApiResponse.written(out -> json.write(out, holding)))
        .orElse(NO_ASSET);
  }

  /// How much the caller has of the asset in the path, which may be nothing.
  private Optional<Holding> find(ApiRequest request) {
    UserId user = request.caller().user();
    return ledger.flatMap(it ->
        AssetId.find(request.pathParameter("id"))
            .flatMap(it.assets()::find)
            .map(asset -> new Holding(asset, it.balance(user, asset))));
  }
}
