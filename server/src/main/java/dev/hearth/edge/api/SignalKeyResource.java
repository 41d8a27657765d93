package dev.hearth.edge.api;

import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.PreKeyUpload.ParsedUpload;

/// The calling device's public keys for end-to-end encryption: leaving them, and counting what is
/// left.
final class SignalKeyResource implements ApiResource {
  private final SignalKeys keys;

  SignalKeyResource(SignalKeys keys) {
    this.keys = keys;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/signal/keys", this::leave).get("/signal/keys/count", this::count);
  }

  private ApiResponse leave(ApiRequest request) {
    if (request.caller().bot()) {
      return ApiResponse.refused(ErrorCode.FORBIDDEN);
    }
    var parsed = PreKeyUpload.readBody(request.body());
    if (parsed.isEmpty()) {
      return ApiResponse.refused(ErrorCode.BAD_REQUEST);
    }
    return switch (parsed.get()) {
      case ParsedUpload.Invalid(var field) -> ApiResponse.invalid(field);
      case ParsedUpload.Upload(var upload) ->
          switch (keys.leave(request.caller(), upload)) {
            case KEPT -> ApiResponse.nothing();
            case NOT_SIGNED -> ApiResponse.invalid("signed_pre_key");
            case OTHER_IDENTITY -> ApiResponse.refused(ErrorCode.FORBIDDEN);
            case SIGNED_OUT -> ApiResponse.refused(ErrorCode.UNAUTHORIZED);
          };
    };
  }

  private ApiResponse count(ApiRequest request) {
    int left = keys.left(request.caller().session());
    return ApiResponse.written(json -> {
      json.writeStartObject();
      json.writeNumberProperty("one_time_pre_keys_count", left);
      json.writeEndObject();
    });
  }
}
