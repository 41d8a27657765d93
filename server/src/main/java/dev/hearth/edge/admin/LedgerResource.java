package dev.hearth.edge.admin;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.chat.directory.ledger.Transfer;
import dev.hearth.chat.media.Portrait;
import dev.hearth.chat.media.Portraits;
import dev.hearth.edge.http.ApiHandler;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The operator's side of the ledger: adds assets, issues and retires them, looks whether
/// everything adds up, and lists all transfers.
final class LedgerResource implements ApiResource {
  private static final int PAGE = 500;

  /// A picture as base64, and the other fields.
  private static final int LARGEST_BODY = Portrait.LARGEST / 3 * 4 + (16 << 10);

  private final Optional<Ledger> ledger;
  private final Accounts accounts;
  private final Portraits portraits;

  LedgerResource(Optional<Ledger> ledger, Accounts accounts, Portraits portraits) {
    this.ledger = ledger;
    this.accounts = accounts;
    this.portraits = portraits;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    var forOperator = routes.forAnyone();
    forOperator.withBodiesUpTo(LARGEST_BODY).post("/assets", on(this::add));
    forOperator
        .get("/assets", on(this::list))
        .delete("/assets/:symbol", on(this::retire))
        .post("/assets/:symbol/issues", on(this::issue))
        .get("/ledger/books", on((it, _) -> verify(it)))
        .get("/ledger/transfers", on(this::export));
  }

  private ApiHandler on(BiFunction<Ledger, ApiRequest, ApiResponse> handler) {
    return request ->
        ledger
            .map(it -> handler.apply(it, request))
            .orElseGet(
                () -> AdminRefusals.refused(409, "there is no ledger: set ledger.enabled = yes"));
  }

  // Assets

  private ApiResponse add(Ledger it, ApiRequest request) {
    var fields = request.fields();
    String symbol = fields.findText("symbol").orElse("");
    var wanted =
        new NewAsset(
            symbol,
            fields.findText("name").filter(name -> !name.isEmpty()).orElse(symbol),
            Math.clamp(fields.findNumber("precision").orElse(0L), -1, 99));
    var id = AssetId.random();
    var added =
        portraits.with(
            id.uuid(),
            fields.findPortrait("icon_base64"),
            icon -> it.assets().add(id, wanted, icon));
    return answer(
        added,
        asset -> {
          audit("asset-added", asset);
          return ApiResponse.data(asset(it, asset));
        });
  }

  private ApiResponse list(Ledger it, ApiRequest request) {
    ObjectNode answer = AdminJson.object();
    ArrayNode assets = answer.putArray("assets");
    it.assets().all().forEach(asset -> assets.add(asset(it, asset)));
    return ApiResponse.data(answer);
  }

  private ApiResponse retire(Ledger it, ApiRequest request) {
    return find(it, request)
        .map(asset -> ApiResponse.data(asset(it, retire(it, asset))))
        .orElseGet(() -> noAsset(request));
  }

  private static Asset retire(Ledger it, Asset asset) {
    if (asset.retired()) {
      return asset;
    }
    Asset retired = it.assets().retire(asset.id()).orElseThrow();
    audit("asset-retired", retired);
    return retired;
  }

  private static ObjectNode asset(Ledger it, Asset asset) {
    return AdminJson.object()
        .put("asset_id", asset.id().toString())
        .put("symbol", asset.symbol())
        .put("name", asset.name())
        .put("precision", asset.precision())
        .put("supply", it.assets().supply(asset).toString())
        .put("retired", asset.retired())
        .put("created_at", WireTime.format(asset.createdAt()));
  }

  private static Optional<Asset> find(Ledger it, ApiRequest request) {
    return it.assets().findBySymbol(request.pathParameter("symbol"));
  }

  private static ApiResponse noAsset(ApiRequest request) {
    return AdminRefusals.missing("there is no asset " + request.pathParameter("symbol"));
  }

  // Issuing

  private ApiResponse issue(Ledger it, ApiRequest request) {
    return find(it, request)
        .map(asset -> issue(it, request, asset))
        .orElseGet(() -> noAsset(request));
  }

  private ApiResponse issue(Ledger it, ApiRequest request, Asset asset) {
    var fields = request.fields();
    Optional<User> user = user(fields.findText("to").orElse(""));
    Optional<BigDecimal> amount = request.findAsSent("amount").flatMap(NewTransfer::findAmount);
    if (user.isEmpty()) {
      return AdminRefusals.missing("to is the number or the id of a user");
    }
    if (amount.isEmpty()) {
      return AdminRefusals.invalid("amount is a decimal number");
    }
    var wanted =
        new NewTransfer(
            fields.findId("trace_id", TraceId::find).orElseGet(TraceId::random),
            asset.id(),
            user.get().id(),
            amount.get(),
            fields.findText("memo").orElse(""));
    return answer(
        it.issue(wanted),
        snapshot -> {
          audit(asset, user.get(), snapshot);
          return ApiResponse.data(
              AdminJson.user(user.get())
                  .put("snapshot_id", snapshot.id().toString())
                  .put("trace_id", snapshot.transfer().trace().toString())
                  .put("amount", snapshot.quantity().toString())
                  .put("balance", snapshot.closing().toString())
                  .put("supply", it.assets().supply(asset).toString()));
        });
  }

  private Optional<User> user(String text) {
    return text.matches("[0-9]{1,18}")
        ? accounts.findUser(Long.parseLong(text))
        : UserId.find(text).flatMap(accounts::findUser);
  }

  // Looking

  private static ApiResponse verify(Ledger it) {
    var books = it.verify();
    ObjectNode answer =
        AdminJson.object()
            .put("assets", books.assets())
            .put("accounts", books.accounts())
            .put("transfers", books.transfers())
            .put("snapshots", books.snapshots());
    ArrayNode faults = answer.putArray("faults");
    books.faults().forEach(faults::add);
    Audit.done("ledger-verified", Audit.By.LOCAL_DOOR, "faults", books.faults().size());
    return ApiResponse.data(answer);
  }

  private ApiResponse export(Ledger it, ApiRequest request) {
    String after = request.findQuery("after").orElse("0");
    if (!after.matches("[0-9]{1,18}")) {
      return AdminRefusals.invalid("after=N wants the position of a transfer");
    }
    List<Transfer> page = it.transfers(Long.parseLong(after), PAGE);
    if (after.equals("0")) {
      Audit.done("ledger-exported", Audit.By.LOCAL_DOOR);
    }
    ObjectNode answer = AdminJson.object();
    ArrayNode transfers = answer.putArray("transfers");
    page.forEach(transfer -> transfers.add(transfer(transfer)));
    return ApiResponse.data(answer);
  }

  private static ObjectNode transfer(Transfer transfer) {
    return AdminJson.object()
        .put("position", transfer.createdAt())
        .put("trace_id", transfer.trace().toString())
        .put("payer_id", transfer.payer().toString())
        .put("payee_id", transfer.payee().toString())
        .put("asset_id", transfer.asset().toString())
        .put("amount", transfer.quantity().toString())
        .put("memo", transfer.memo())
        .put("issued", transfer.issued())
        .put("created_at", WireTime.format(transfer.createdAt()));
  }

  private static <T> ApiResponse answer(Outcome<T> outcome, Function<T, ApiResponse> show) {
    return switch (outcome) {
      case Outcome.Done<T>(var now) -> show.apply(now);
      case Outcome.Refused<T>(var refusal) ->
          AdminRefusals.invalid(
              refusal.field().map(field -> field + ": ").orElse("") + refusal.reason().sentence());
    };
  }

  private static void audit(String what, Asset asset) {
    Audit.done(what, Audit.By.LOCAL_DOOR, "asset", asset.id(), "symbol", asset.symbol());
  }

  private static void audit(Asset asset, User user, Snapshot snapshot) {
    Audit.done(
        "asset-issued",
        Audit.By.LOCAL_DOOR,
        "asset",
        asset.id(),
        "symbol",
        asset.symbol(),
        "amount",
        snapshot.quantity(),
        "user",
        user.id(),
        "number",
        user.identityNumber(),
        "trace",
        snapshot.transfer().trace());
  }
}
