package dev.hearth.edge.api;

import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.LedgerJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.stream.Stream;

/// `POST /transfers`: gives another user something of what the caller has. It takes the caller's
/// PIN, or a signature of exactly this transfer by the key in its place.
final class TransferResource implements ApiResource {
  static final ApiResponse NO_LEDGER =
      ApiResponse.refused(ErrorCode.NOT_FOUND, "This server has no ledger.");

  private final Optional<Ledger> ledger;
  private final Pins pins;
  private final LedgerJson json;

  TransferResource(Optional<Ledger> ledger, Pins pins, LedgerJson json) {
    this.ledger = ledger;
    this.pins = pins;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/transfers", this::transfer);
  }

  private ApiResponse transfer(ApiRequest request) {
    return ledger.map(it -> transfer(it, request)).orElse(NO_LEDGER);
  }

  private ApiResponse transfer(Ledger it, ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    Optional<TraceId> trace = fields.findId("trace_id", TraceId::find);
    var wanted = wanted(request, trace.orElseGet(TraceId::random));
    var body =
        TipBody.transferring(
            wanted.asset(),
            wanted.payee(),
            amount(request),
            trace.map(TraceId::toString).orElse(""),
            wanted.memo());
    return PinResource.answer(
        pins,
        caller,
        pins.verify(caller, pin(fields), body),
        () ->
            ApiResponse.of(
                it.transfer(caller.user(), wanted),
                snapshot -> ApiResponse.written(out -> json.write(out, snapshot))));
  }

  /// The transfer in the fields of a request.
  static NewTransfer wanted(ApiRequest request, TraceId trace) {
    var fields = request.fields();
    return new NewTransfer(
        trace,
        fields.id("asset_id", AssetId::find),
        fields.id("opponent_id", UserId::find),
        NewTransfer.findAmount(amount(request)).orElseThrow(TransferResource::invalidAmount),
        fields.findText("memo").orElse(""));
  }

  /// As it was sent, for that is what a key signs.
  private static String amount(ApiRequest request) {
    return request
        .findAsSent("amount")
        .orElseThrow(() -> RequestRefused.invalid("amount", "It is missing."));
  }

  private static RequestRefused invalidAmount() {
    return RequestRefused.invalid(
        "amount", "It is a decimal number, as text or not, of at most %s digits.", 40);
  }

  /// One SDK writes the name with a capital letter.
  private static String pin(RequestFields fields) {
    return Stream.of("pin_base64", "pin", "Pin")
        .flatMap(name -> fields.findText(name).stream())
        .filter(pin -> !pin.isEmpty())
        .findFirst()
        .orElseThrow(() -> RequestRefused.invalid("pin", "It is missing."));
  }
}
