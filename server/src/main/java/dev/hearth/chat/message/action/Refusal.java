package dev.hearth.chat.message.action;

import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Map;
import java.util.Optional;

/// Nothing was changed.
///
/// @param extra names the field, where one is at fault
/// @param spent the allowance that is used up, where that is the reason
public record Refusal(ErrorCode code, Map<String, String> extra, Optional<Charge.Refused> spent) {

  static Refusal of(ErrorCode code) {
    return new Refusal(code, Map.of(), Optional.empty());
  }

  static Refusal of(Charge.Refused spent) {
    return new Refusal(ErrorCode.TOO_MANY_REQUESTS, Map.of(), Optional.of(spent));
  }

  static Refusal invalid(String field) {
    return new Refusal(ErrorCode.INVALID_FIELD, Map.of("field", field), Optional.empty());
  }
}
