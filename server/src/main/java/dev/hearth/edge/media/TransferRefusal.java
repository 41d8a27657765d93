package dev.hearth.edge.media;

import dev.hearth.edge.RefusalBody;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.json.FileUrls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.Set;

/// Why bytes don't come or go. Here the HTTP status says it, other than in the API: clients take
/// any 2xx for success, and look into no body.
enum TransferRefusal {
  BAD_LENGTH(400, "The length can't be read."),
  BAD_TICKET(403, "This address is not valid, or not any more."),
  NOT_FOUND(404, "There is nothing here, or not any more."),
  TOO_SLOW(408, "The bytes came too slowly."),
  FILLED(409, "Something else was uploaded here."),
  TOO_LARGE(413, "Attachments are smaller."),
  BEYOND(416, "There are no such bytes."),
  OVER_QUOTA(507, "You have uploaded as much as you may for now."),
  INTERNAL(500, "Internal server error."),
  BUSY(503, "Too many at once: try again."),
  NO_ROOM(507, "There is no room for it.");

  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT);

  private final int status;
  private final String description;

  TransferRefusal(int status, String description) {
    this.status = status;
    this.description = description;
  }

  /// Answers a request that has no body, or whose body has come. On its event loop.
  void answer(HttpServerRequest request, RefusalLog log) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      write(request, log);
      head(response).end(body());
    }
  }

  void write(HttpServerRequest request, RefusalLog log) {
    String path = Optional.ofNullable(request.path()).orElse("");
    String what = path.startsWith(FileUrls.PATH) ? " of a file" : " of a picture";
    String method = METHODS.contains(request.method()) ? request.method().name() : "a request";
    log.write(method + what, status, description);
  }

  /// The status and the headers of the answer.
  HttpServerResponse head(HttpServerResponse response) {
    if (this == BUSY) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, RefusalBody.TYPE)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body().length()));
  }

  Buffer body() {
    return Buffer.buffer(RefusalBody.json(status, description, description));
  }
}
