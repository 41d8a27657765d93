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
import tools.jackson.databind.JsonNode;

/// The assets that there are, and how much of them the caller has.
final class AssetResource implements ApiResource {
  private static final int MOST_FETCHED = 100;

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
    routes
        .get("/assets", this::list)
        .get("/assets/:id", this::show)
        .get("/safe/assets", this::list)
        .get("/safe/assets/:id", this::show)
        .post("/safe/assets/fetch", this::fetch);
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

  /// The assets with some ids, also those of which the caller has nothing; unknown ids are skipped.
  private ApiResponse fetch(ApiRequest request) {
    List<JsonNode> ids = request.items();
    if (ids.size() > MOST_FETCHED || !ids.stream().allMatch(JsonNode::isString)) {
      return ApiResponse.invalid("asset_ids", "It is a list of at most %s ids.", MOST_FETCHED);
    }
    List<Holding> holdings =
        ids.stream()
            .map(JsonNode::stringValue)
            .distinct()
            .flatMap(id -> find(request.caller().user(), id).stream())
            .toList();
    return ApiResponse.written(out -> {
      out.writeStartArray();
      holdings.forEach(holding -> json.write(out, holding));
      out.writeEndArray();
    });
  }

  private ApiResponse show(ApiRequest request) {
    return find(request.caller().user(), request.pathParameter("id"))
        .map(holding -> ApiResponse.written(out -> json.write(out, holding)))
        .orElse(NO_ASSET);
  }

  /// How much a user has of an asset, which may be nothing.
  private Optional<Holding> find(UserId user, String id) {
    return ledger.flatMap(it ->
        AssetId.find(id)
            .flatMap(it.assets()::find)
            .map(asset -> new Holding(asset, it.balance(user, asset))));
  }
}
