package dev.hearth.edge.http;

import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.ClientAddress;

/// The allowance of requests that lead to a new session, counted for the address that they come
/// from.
public record SignInsPerAddress(Allowance<ClientAddress> allowance) {

  /// The same handler, once for each unit that the address has left.
  public ApiHandler charged(ApiHandler handler) {
    return request -> {
      if (request.address().isPresent()
          && allowance.charge(request.address().get(), 1) instanceof Charge.Refused spent) {
        return ApiResponse.spent(spent);
      }
      return handler.handle(request);
    };
  }
}
