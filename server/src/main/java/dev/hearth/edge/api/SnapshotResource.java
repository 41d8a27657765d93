package dev.hearth.edge.api;

import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.chat.directory.ledger.SnapshotQuery;
import dev.hearth.chat.directory.ledger.SnapshotQuery.TimeOrder;
import dev.hearth.chat.directory.ledger.Transfer;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Page;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.LedgerJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// The changes of the caller's balances.
final class SnapshotResource implements ApiResource {
  private static final int LARGEST_PAGE = 500;

  private static final ApiResponse NO_SNAPSHOT =
      ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no snapshot of this id.");

  private static final ApiResponse OF_OTHERS =
      ApiResponse.refused(ErrorCode.FORBIDDEN, "It is a transfer between others.");

  private final Optional<Ledger> ledger;
  private final LedgerJson json;

  /// @param ledger without it, nothing happens
  SnapshotResource(Optional<Ledger> ledger, LedgerJson json) {
    this.ledger = ledger;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/snapshots", request -> list(request, asset(request), json::write))
        .get("/assets/:id/snapshots", this::listOfAsset)
        .get("/snapshots/:id", request -> show(request, json::write))
        .get("/snapshots/trace/:id", request -> showByTrace(request, json::write))
        .get("/transfers/trace/:id", this::showTransfer)
        .get("/network/snapshots", request -> list(request, asset(request), json::write))
        .get("/network/snapshots/:id", request -> show(request, json::write))
        .get("/safe/snapshots", request -> list(request, asset(request), json::writeSafe))
        .get("/safe/snapshots/:id", request -> show(request, json::writeSafe))
        .get("/safe/snapshots/trace/:id", request -> showByTrace(request, json::writeSafe));
  }

  /// How snapshots are written.
  private interface SnapshotForm {
    void write(JsonGenerator out, Snapshot snapshot);
  }

  private static Optional<AssetId> asset(ApiRequest request) {
    return filter("asset", request.findQuery("asset"), AssetId::find);
  }

  private ApiResponse listOfAsset(ApiRequest request) {
    return AssetId.find(request.pathParameter("id"))
        .map(asset -> list(request, Optional.of(asset), json::write))
        .orElse(AssetResource.NO_ASSET);
  }

  private ApiResponse list(ApiRequest request, Optional<AssetId> asset, SnapshotForm form) {
    // It asks for transfers on a chain, and there are none.
    boolean elsewhere =
        request.findQuery("destination").isPresent() || request.findQuery("tag").isPresent();
    var asked = asked(request, asset);
    UserId user = request.caller().user();
    List<Snapshot> snapshots =
        ledger.filter(_ -> !elsewhere).map(it -> it.snapshots(user, asked)).orElse(List.of());
    return ApiResponse.written(out -> {
      out.writeStartArray();
      snapshots.forEach(snapshot -> form.write(out, snapshot));
      out.writeEndArray();
    });
  }

  /// Youngest first, unless the request says otherwise; from its offset on.
  private static SnapshotQuery asked(ApiRequest request, Optional<AssetId> asset) {
    var page = Page.of(request, LARGEST_PAGE);
    boolean begins = request.findQuery("offset").isEmpty();
    TimeOrder order = order(request);
    return new SnapshotQuery(
        asset,
        filter("opponent", request.findQuery("opponent"), UserId::find),
        order == TimeOrder.ASC ? page.after() : Long.MIN_VALUE,
        order == TimeOrder.ASC || begins ? Long.MAX_VALUE : page.after(),
        order,
        page.limit());
  }

  private static TimeOrder order(ApiRequest request) {
    return switch (request.findQuery("order").orElse("DESC").toUpperCase(Locale.ROOT)) {
      case "ASC" -> TimeOrder.ASC;
      case "DESC" -> TimeOrder.DESC;
      default -> throw RequestRefused.invalid("order", "It is ASC or DESC.");
    };
  }

  private static <T> Optional<T> filter(
      String name, Optional<String> text, Function<String, Optional<T>> find) {
    return text.map(
        it -> find.apply(it).orElseThrow(() -> RequestRefused.invalid(name, "It is a UUID.")));
  }

  private ApiResponse show(ApiRequest request, SnapshotForm form) {
    UserId user = request.caller().user();
    return ledger
        .flatMap(it -> SnapshotId.find(request.pathParameter("id")).flatMap(it::find))
        .map(snapshot -> snapshot.user().equals(user) ? show(snapshot, form) : OF_OTHERS)
        .orElse(NO_SNAPSHOT);
  }

  private ApiResponse showByTrace(ApiRequest request, SnapshotForm form) {
    UserId user = request.caller().user();
    return find(request)
        .map(transfer ->
            transfer.isBetween(user) ? show(transfer.snapshotOf(user), form) : OF_OTHERS)
        .orElse(NO_SNAPSHOT);
  }

  private ApiResponse showTransfer(ApiRequest request) {
    UserId user = request.caller().user();
    return find(request)
        .filter(transfer -> transfer.payer().equals(user))
        .map(transfer -> show(transfer.snapshotOf(user), json::write))
        .orElse(NO_SNAPSHOT);
  }

  private Optional<Transfer> find(ApiRequest request) {
    return ledger.flatMap(it -> TraceId.find(request.pathParameter("id")).flatMap(it::find));
  }

  private ApiResponse show(SnapshotId id, SnapshotForm form) {
    return show(ledger.flatMap(it -> it.find(id)).orElseThrow(), form);
  }

  private static ApiResponse show(Snapshot snapshot, SnapshotForm form) {
    return ApiResponse.written(out -> form.write(out, snapshot));
  }
}
