package dev.hearth.edge.http;

import dev.hearth.edge.BearerToken;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.RequestOrigin;
import dev.hearth.edge.SignedTargets;
import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.platform.limits.ClientAddress;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request whose headers are there.
///
/// @param eventLoop where the rest of it comes, and its answer goes out
/// @param address the address that it counts for, if any
record IncomingRequest(
    HttpServerRequest http,
    Context eventLoop,
    Route route,
    Map<String, String> pathParameters,
    MultiMap query,
    String origin,
    Optional<ClientAddress> address,
    RequestBody body) {

  /// Reads what has to be read on the event loop: a routing context is for that thread alone, and
  /// the router answers what can't be decoded as long as it is on the stack.
  static IncomingRequest read(
      RoutingContext context, Context eventLoop, Route route, ClientAddresses addresses) {
    HttpServerRequest http = context.request();
    return new IncomingRequest(
        http,
        eventLoop,
        route,
        context.pathParams(),
        context.queryParams(),
        RequestOrigin.of(http),
        addresses.find(http),
        RequestBody.of(http, eventLoop));
  }

  /// "" when the request has none.
  String token() {
    return BearerToken.in(http.getHeader(HttpHeaders.AUTHORIZATION));
  }

  String method() {
    return http.method().name();
  }

  /// The targets that the token's signature may cover.
  List<String> signedTargets() {
    var host = Optional.ofNullable(http.getHeader(HttpHeaders.HOST));
    return SignedTargets.of(method(), http.uri(), host);
  }

  String accept() {
    return Optional.ofNullable(http.getHeader(HttpHeaders.ACCEPT)).orElse("");
  }
}
