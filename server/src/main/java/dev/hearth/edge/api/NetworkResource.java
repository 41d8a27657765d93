package dev.hearth.edge.api;

import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Holding;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.Quantity;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.LedgerJson;
import dev.hearth.protocol.id.AssetId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/// The assets that there are, for anyone. Nobody learns from it how much somebody has.
final class NetworkResource implements ApiResource {
  private final Optional<Ledger> ledger;
  private final LedgerJson json;

  /// @param ledger without it, there are no assets
  NetworkResource(Optional<Ledger> ledger, LedgerJson json) {
    this.ledger = ledger;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .get("/network", _ -> network())
        .get("/network/assets/top", _ -> list(_ -> true))
        .get("/network/assets/search/:query", this::search)
        .get("/network/assets/:id", this::show)
        .get("/network/ticker", this::ticker);
  }

  private ApiResponse network() {
    List<Asset> assets = assets(_ -> true);
    return ApiResponse.written(out -> {
      out.writeStartObject();
      out.writeStringProperty("type", "network");
      out.writeStringProperty("assets_count", Integer.toString(assets.size()));
      out.writeName("assets");
      write(out, assets);
      out.writeArrayPropertyStart("chains");
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private ApiResponse search(ApiRequest request) {
    if (ledger.isEmpty()) {
      return TransferResource.NO_LEDGER;
    }
    String part = request.pathParameter("query").toUpperCase(Locale.ROOT);
    return list(asset ->
        asset.symbol().contains(part) || asset.name().toUpperCase(Locale.ROOT).contains(part));
  }

  private ApiResponse list(Predicate<Asset> wanted) {
    List<Asset> assets = assets(wanted);
    return ApiResponse.written(out -> write(out, assets));
  }

  private void write(JsonGenerator out, List<Asset> assets) {
    out.writeStartArray();
    assets.forEach(asset -> json.write(out, nobodys(asset)));
    out.writeEndArray();
  }

  /// Without those that are retired.
  private List<Asset> assets(Predicate<Asset> wanted) {
    List<Asset> all = ledger.map(it -> it.assets().all()).orElse(List.of());
    return all.stream().filter(asset -> !asset.retired()).filter(wanted).toList();
  }

  private ApiResponse show(ApiRequest request) {
    return find(request.pathParameter("id"))
        .map(asset -> ApiResponse.written(out -> json.write(out, nobodys(asset))))
        .orElse(AssetResource.NO_ASSET);
  }

  private ApiResponse ticker(ApiRequest request) {
    String id =
        request
            .findQuery("asset")
            .orElseThrow(() -> RequestRefused.invalid("asset", "It is missing."));
    return find(id)
        .map(asset -> ApiResponse.written(out -> json.writeTicker(out, asset)))
        .orElse(AssetResource.NO_ASSET);
  }

  private Optional<Asset> find(String id) {
    return ledger.flatMap(it -> AssetId.find(id).flatMap(it.assets()::find));
  }

  private static Holding nobodys(Asset asset) {
    return new Holding(asset, new Quantity(0, asset.precision()));
  }
}
