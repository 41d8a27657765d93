package dev.hearth.edge.http;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// The answer of a resource.
public sealed interface ApiResponse {

  /// `{"data": view}`. Records become objects with snake_case names, ids become text, an empty
  /// Optional becomes null.
  record DataResponse(Object view) implements ApiResponse {}

  /// `{"data": …}` where `value` writes exactly one JSON value.
  record WrittenResponse(Consumer<JsonGenerator> value) implements ApiResponse {}

  /// `{"data": null}`
  record NothingResponse() implements ApiResponse {}

  /// `{"error": …}`, with HTTP 202, or 500 when it is the server's fault.
  record Refused(Refusal refusal) implements ApiResponse {}

  /// Something else than JSON, with HTTP 200.
  ///
  /// @param headers what to send along, by name
  record BytesResponse(
      String contentType,
      @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
      Map<String, String> headers)
      implements ApiResponse {
    public BytesResponse {
      headers = Map.copyOf(headers);
    }
  }

  static ApiResponse data(Object view) {
    return new DataResponse(view);
  }

  static ApiResponse written(Consumer<JsonGenerator> value) {
    return new WrittenResponse(value);
  }

  static ApiResponse nothing() {
    return new NothingResponse();
  }

  static ApiResponse refused(Refusal refusal) {
    return new Refused(refusal);
  }

  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  static ApiResponse refused(ErrorCode code, @CompileTimeConstant String why, long... bounds) {
    return refused(Refusal.of(code, why, bounds));
  }

  static ApiResponse spent(Charge.Refused charge) {
    return refused(Refusal.spent(charge));
  }

  /// Refused because of a field that can't be as it is.
  ///
  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  static ApiResponse invalid(String field, @CompileTimeConstant String why, long... bounds) {
    return refused(Refusal.invalid(field, why, bounds));
  }

  /// @param answer shows what was asked for, where it was done
  static <T> ApiResponse of(Outcome<T> outcome, Function<T, ApiResponse> answer) {
    return switch (outcome) {
      case Outcome.Done<T>(var now) -> answer.apply(now);
      case Outcome.Refused<T>(var refusal) -> refused(refusal);
    };
  }
}
