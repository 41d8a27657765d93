package dev.hearth.edge;

import io.vertx.core.http.HttpServerResponse;

/// Lets pages of any origin use the API and fetch attachments. Nothing a browser adds by itself
/// authenticates a request here: a page needs a token, or an attachment's address, and may then do
/// what its holder may.
public final class CrossOrigin {
  private static final String DAY = "86400";

  private CrossOrigin() {}

  public static void allow(HttpServerResponse response) {
    response
        .putHeader("Access-Control-Allow-Origin", "*")
        .putHeader(
            "Access-Control-Expose-Headers",
            "X-Request-Id, X-Server-Time, X-Integrity-Token, ETag, Content-Range, Accept-Ranges");
  }

  /// Answers a browser that asks before it sends.
  public static void answerPreflight(HttpServerResponse response) {
    response
        .putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS")
        .putHeader(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, X-Request-Id, X-Force-Authentication, x-amz-acl, Range,"
                + " If-Range, If-None-Match")
        .putHeader("Access-Control-Max-Age", DAY)
        .setStatusCode(204)
        .end();
  }
}
