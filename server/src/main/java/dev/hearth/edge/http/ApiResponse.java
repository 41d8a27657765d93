package dev.hearth.edge.http;

import dev.hearth.chat.message.action.Refusal;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The answer of a resource.
public sealed interface ApiResponse {

  /// `{"data": view}`. Records become objects with snake_case names, ids become text, an empty
  /// Optional becomes null.
  record Data(Object view) implements ApiResponse {}

  /// `{"data": …}` where `value` writes exactly one JSON value.
  record Written(Consumer<JsonGenerator> value) implements ApiResponse {}

  /// `{"data": null}`
  record Nothing() implements ApiResponse {}

  /// `{"error": …}`, with HTTP 202, or 500 when it is the server's fault.
  ///
  /// @param extra what the client may want to know beyond the code, such as the invalid field
  record Refused(ErrorCode code, Map<String, String> extra) implements ApiResponse {
    public Refused {
      extra = Map.copyOf(extra);
    }
  }

  /// `{"error": …}` with HTTP 202 and a `Retry-After`: an allowance is used up.
  record Exhausted(Charge.Refused spent) implements ApiResponse {}

  /// `{"error": …}` with HTTP 500: the disk has no room for what was to be written.
  record NoRoom() implements ApiResponse {}

  /// Something else than JSON, with HTTP 200.
  ///
  /// @param headers what to send along, by name
  record Bytes(
      String contentType,
      @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
      Map<String, String> headers)
      implements ApiResponse {
    public Bytes {
      headers = Map.copyOf(headers);
    }
  }

  static ApiResponse data(Object view) {
    return new Data(view);
  }

  static ApiResponse written(Consumer<JsonGenerator> value) {
    return new Written(value);
  }

  static ApiResponse nothing() {
    return new Nothing();
  }

  static ApiResponse refused(ErrorCode code) {
    return new Refused(code, Map.of());
  }

  static ApiResponse refused(ErrorCode code, Map<String, String> extra) {
    return new Refused(code, extra);
  }

  static ApiResponse refused(Refusal refusal) {
    return refusal
        .spent()
        .<ApiResponse>map(Exhausted::new)
        .orElseGet(() -> new Refused(refusal.code(), refusal.extra()));
  }

  /// Refused because of a field that can't be as it is.
  static ApiResponse invalid(String field) {
    return new Refused(ErrorCode.INVALID_FIELD, Map.of("field", field));
  }
}
