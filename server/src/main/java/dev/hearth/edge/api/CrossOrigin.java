package dev.hearth.edge.api;

import io.vertx.core.http.HttpServerResponse;

/// Lets pages of any origin use the API. Nothing a browser adds by itself authenticates a request
/// here: a page needs a token, and may then do what its holder may.
final class CrossOrigin {
  private static final String DAY = "86400";

  private CrossOrigin() {}

  static void allow(HttpServerResponse response) {
    response
        .putHeader("Access-Control-Allow-Origin", "*")
        .putHeader(
            "Access-Control-Expose-Headers", "X-Request-Id, X-Server-Time, X-Integrity-Token");
  }

  /// Answers a browser that asks before it sends.
  static void answerPreflight(HttpServerResponse response) {
    response
        .putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS")
        .putHeader(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, X-Request-Id, X-Force-Authentication, x-amz-acl")
        .putHeader("Access-Control-Max-Age", DAY)
        .setStatusCode(204)
        .end();
  }
}
