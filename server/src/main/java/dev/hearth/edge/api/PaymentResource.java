package dev.hearth.edge.api;

import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.PaymentJson;
import dev.hearth.protocol.id.TraceId;
import java.util.Optional;

/// `POST /payments`: prepares a transfer for somebody to make, and tells whether it was made.
final class PaymentResource implements ApiResource {
  private final Optional<Ledger> ledger;
  private final PaymentJson json;

  PaymentResource(Optional<Ledger> ledger, PaymentJson json) {
    this.ledger = ledger;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/payments", this::prepare);
  }

  private ApiResponse prepare(ApiRequest request) {
    return ledger.map(it -> prepare(it, request)).orElse(TransferResource.NO_LEDGER);
  }

  private ApiResponse prepare(Ledger it, ApiRequest request) {
    var caller = request.caller();
    TraceId trace = request.fields().findId("trace_id", TraceId::find).orElseGet(TraceId::random);
    return ApiResponse.of(
        it.payments().prepare(caller.user(), TransferResource.wanted(request, trace)),
        payment -> json.show(it, Optional.of(caller), payment));
  }
}
