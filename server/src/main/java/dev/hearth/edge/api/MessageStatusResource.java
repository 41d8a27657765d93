package dev.hearth.edge.api;

import dev.hearth.chat.message.delivery.Statuses;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.protocol.blaze.MessageView;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `GET /messages/status/:offset`: the caller's own messages whose status has changed since
/// `offset`. Clients continue from the last item's `updated_at` until the answer is empty.
final class MessageStatusResource implements ApiResource {
  private final Statuses statuses;

  MessageStatusResource(Statuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/messages/status/:offset", this::list);
  }

  private ApiResponse list(ApiRequest request) {
    long after = TimeUnit.NANOSECONDS.toMicros(nanoseconds(request.pathParameter("offset")));
    List<MessageView> changed = statuses.after(request.caller().user(), after);
    return ApiResponse.written(json -> {
      json.writeStartArray();
      changed.forEach(view -> view.writeTo(json));
      json.writeEndArray();
    });
  }

  private static long nanoseconds(String offset) {
    if (!offset.matches("-?[0-9]{1,19}")) {
      throw RequestRefused.invalid("offset", "It is a time, in nanoseconds since 1970.");
    }
    try {
      return Math.max(0, Long.parseLong(offset));
    } catch (NumberFormatException _) {
      throw RequestRefused.invalid("offset", "It is a time, in nanoseconds since 1970.");
    }
  }
}
