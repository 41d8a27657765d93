package dev.hearth.edge;

import io.netty.handler.codec.http.HttpResponseStatus;

/// The body of a refusal outside of the API: the same shape as there, with a status of HTTP instead
/// of a code.
public final class RefusalBody {
  public static final String TYPE = "application/json";

  private RefusalBody() {}

  /// @param reason holds nothing that JSON would have to escape
  public static String json(int status, String reason) {
    return json(status, HttpResponseStatus.valueOf(status).reasonPhrase(), reason);
  }

  /// @param description what clients may show; like `reason`
  public static String json(int status, String description, String reason) {
    return "{\"error\":{\"status\":%s,\"code\":%s,\"description\":\"%s\",\"extra\":{\"reason\":\"%s\"}}}"
        .formatted(status, status, description, reason);
  }
}
