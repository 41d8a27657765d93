package dev.hearth.edge.api;

import dev.hearth.chat.message.action.Acknowledging;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Awaited;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import java.time.Duration;
import java.util.List;

/// `POST /acknowledgements`: what the caller's session has. Nothing in the body is a reason to
/// refuse: some apps repeat a refused acknowledgement without pause, forever. They get a pause with
/// the answer when they acknowledge more than their allowance.
final class AcknowledgementResource implements ApiResource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Acknowledging acknowledging;

  AcknowledgementResource(Acknowledging acknowledging) {
    this.acknowledging = acknowledging;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/acknowledgements", this::acknowledge);
  }

  private ApiResponse acknowledge(ApiRequest request) {
    List<AcknowledgementRequest> words =
        AcknowledgementRequest.readBody(request.body()).orElse(List.of());
    Charge charge = acknowledging.charge(request.caller(), words);
    // Where it takes too long, the messages come again at worst.
    Awaited.<Boolean>within(
        PATIENCE,
        then -> acknowledging.acknowledge(request.caller(), words, () -> then.accept(true)));
    if (charge instanceof Charge.Refused spent) {
      Awaited.pause(spent.pause());
    }
    return ApiResponse.nothing();
  }
}
