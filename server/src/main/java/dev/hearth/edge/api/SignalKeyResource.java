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
      return ApiResponse.refused(SignalKeys.NOT_FOR_BOTS);
    }
    var parsed = PreKeyUpload.readBody(request.body());
    if (parsed.isEmpty()) {
      return ApiResponse.refused(ErrorCode.BAD_REQUEST, "The body is one JSON object.");
    }
    return switch (parsed.get()) {
      case ParsedUpload.Invalid(var field) -> ApiResponse.refused(SignalKeys.unreadable(field));
      case ParsedUpload.Upload(var upload) ->
          keys.leave(request.caller(), upload)
              .refusal()
              .map(ApiResponse::refused)
              .orElse(ApiResponse.nothing());
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
