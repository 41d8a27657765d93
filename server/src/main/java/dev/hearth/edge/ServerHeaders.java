package dev.hearth.edge;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// The two headers that stand on every answer, also on those without a body and on the upgrade to
/// Blaze: clients refuse an answer with another request id than theirs, and compare clocks.
public final class ServerHeaders {
  public static final String REQUEST_ID = "X-Request-Id";
  public static final String SERVER_TIME = "X-Server-Time";
  private static final int LONGEST_REQUEST_ID = 128;

  private final InstantSource clock;

  public ServerHeaders(InstantSource clock) {
    this.clock = clock;
  }

  /// Puts both on the response to `request`.
  ///
  /// @return the request id: the client's own, or a fresh one if it sent none or a book
  public String stamp(HttpServerRequest request) {
    String sent = request.getHeader(REQUEST_ID);
    String id =
        sent == null || sent.isEmpty() || sent.length() > LONGEST_REQUEST_ID
            ? UUID.randomUUID().toString()
            : sent;
    request.response().putHeader(REQUEST_ID, id).putHeader(SERVER_TIME, epochNanos());
    return id;
  }

  private String epochNanos() {
    Instant now = clock.instant();
    return Long.toString(now.getEpochSecond() * 1_000_000_000L + now.getNano());
  }
}
