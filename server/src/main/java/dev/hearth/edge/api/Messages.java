package dev.hearth.edge.api;

import dev.hearth.chat.action.Acknowledging;
import dev.hearth.chat.action.Sending;
import dev.hearth.chat.action.Statuses;
import dev.hearth.protocol.AcknowledgementRequest;
import dev.hearth.protocol.ErrorCode;
import dev.hearth.protocol.MessageRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `POST /messages`, `POST /acknowledgements`, `GET /messages/status/:offset`: what Blaze does, for
/// those who ask over HTTP.
public final class Messages implements ApiResource {
  private static final long NANOS_PER_MICRO = 1_000;

  private final Sending sending;
  private final Acknowledging acknowledging;
  private final Statuses statuses;

  public Messages(Sending sending, Acknowledging acknowledging, Statuses statuses) {
    this.sending = sending;
    this.acknowledging = acknowledging;
    this.statuses = statuses;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .post("/messages", this::send)
        .post("/acknowledgements", this::acknowledge)
        .get("/messages/status/:offset", this::status);
  }

  /// One message or a list of them: all are sent, or none.
  private ApiResponse send(ApiRequest request) {
    var messages = MessageRequest.readBody(request.body());
    if (messages.isEmpty()) {
      return ApiResponse.refused(ErrorCode.BAD_REQUEST);
    }
    if (messages.get().size() > Sending.MOST_MESSAGES) {
      return ApiResponse.invalid("messages");
    }
    var sent = new CompletableFuture<Sending.Sent>();
    sending.sendAll(request.caller(), messages.get(), sent::complete);
    return switch (sent.join()) {
      case Sending.Sent.Accepted _ -> ApiResponse.nothing();
      case Sending.Sent.Refused(var refusal) ->
          ApiResponse.refused(refusal.code(), refusal.extra());
    };
  }

  /// Never refused for what is in it: some clients repeat a refused one without pause.
  private ApiResponse acknowledge(ApiRequest request) {
    List<AcknowledgementRequest> words =
        AcknowledgementRequest.readBody(request.body()).orElse(List.of());
    var written = new CompletableFuture<Boolean>();
    acknowledging.acknowledge(request.caller(), words, () -> written.complete(true));
    var _ = written.join();
    return ApiResponse.nothing();
  }

  /// What became of the caller's messages after `offset`, nanoseconds since the epoch.
  private ApiResponse status(ApiRequest request) {
    long offset;
    try {
      offset = Long.parseLong(request.pathParameter("offset"));
    } catch (NumberFormatException _) {
      return ApiResponse.invalid("offset");
    }
    var views = statuses.after(request.caller().user(), Math.max(0, offset / NANOS_PER_MICRO));
    return ApiResponse.written(json -> {
      json.writeStartArray();
      views.forEach(view -> view.writeTo(json));
      json.writeEndArray();
    });
  }
}
