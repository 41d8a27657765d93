package dev.hearth.sdk.http;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.Holding;
import dev.hearth.sdk.Snapshot;
import dev.hearth.sdk.SnapshotQuery;
import dev.hearth.sdk.Transfer;
import java.util.List;
import java.util.Optional;

/// The calls about assets, and the PIN with which somebody parts with them.
final class LedgerCalls {
  private final HttpCalls calls;
  private final PinTurns pins;

  LedgerCalls(HttpCalls calls, PinTurns pins) {
    this.calls = calls;
    this.pins = pins;
  }

  List<Holding> holdings() {
    return ApiObjects.list(calls.get("/assets"), ApiObjects::holding);
  }

  Optional<Holding> findHolding(AssetId asset) {
    return HttpApi.unlessNotFound(() -> ApiObjects.holding(calls.get("/assets/" + asset)));
  }

  List<Asset> findAssets(String text) {
    return ApiObjects.list(
        calls.get("/network/assets/search/" + HttpApi.segment(text)), ApiObjects::asset);
  }

  Snapshot pay(Transfer transfer, String pin) {
    return pins.call(hide -> {
      String hidden = hide.apply(pin);
      return ApiObjects.snapshot(
          calls.post(
              "/transfers",
              json -> {
                json.writeStartObject();
                json.writeStringProperty("asset_id", transfer.asset().toString());
                json.writeStringProperty("opponent_id", transfer.payee().toString());
                json.writeStringProperty("amount", transfer.amount().toPlainString());
                json.writeStringProperty("trace_id", transfer.trace().toString());
                json.writeStringProperty("memo", transfer.memo());
                json.writeStringProperty("pin_base64", hidden);
                json.writeEndObject();
              }));
    });
  }

  /// @param id of the snapshot, or `trace/` and that of its transfer
  Optional<Snapshot> findSnapshot(String id) {
    return HttpApi.unlessNotFound(() -> ApiObjects.snapshot(calls.get("/snapshots/" + id)));
  }

  List<Snapshot> snapshots(SnapshotQuery query) {
    var target = new StringBuilder("/snapshots?limit=" + query.limit());
    target.append(
        switch (query.order()) {
          case LATEST_FIRST -> "&order=DESC";
          case OLDEST_FIRST -> "&order=ASC";
        });
    query.asset().ifPresent(asset -> target.append("&asset=").append(asset));
    query.opponent().ifPresent(user -> target.append("&opponent=").append(user));
    query
        .from()
        .ifPresent(
            time -> target.append("&offset=").append(WireTime.format(WireTime.micros(time))));
    return ApiObjects.list(calls.get(target.toString()), ApiObjects::snapshot);
  }

  boolean hasPin() {
    return calls.get("/me").path("has_pin").asBoolean(false);
  }

  /// @param old empty for a first PIN
  void changePin(Optional<String> old, String pin) {
    pins.call(hide -> {
      Optional<String> hiddenOld = old.map(hide);
      String hidden = hide.apply(pin);
      return calls.post(
          "/pin/update",
          json -> {
            json.writeStartObject();
            hiddenOld.ifPresent(it -> json.writeStringProperty("old_pin_base64", it));
            json.writeStringProperty("pin_base64", hidden);
            json.writeEndObject();
          });
    });
  }
}
