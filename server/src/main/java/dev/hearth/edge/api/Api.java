package dev.hearth.edge.api;

import dev.hearth.chat.account.Authentication;
import dev.hearth.chat.account.Caller;
import dev.hearth.edge.BearerToken;
import dev.hearth.edge.CrossOrigin;
import dev.hearth.edge.Identification;
import dev.hearth.edge.RequestOrigin;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.SignedTargets;
import dev.hearth.edge.api.ApiRequest.UnreadableBody;
import dev.hearth.edge.api.ApiRoutes.Audience;
import dev.hearth.edge.api.ApiRoutes.Route;
import dev.hearth.protocol.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shell around the resources: everything that is the same for all requests.
///
/// Handles requests on their event loops, and the resources' work on virtual threads.
public final class Api implements Handler<HttpServerRequest> {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final int BAD_REQUEST = 400;

  /// So many bytes of bodies beyond the usual size may be held at once.
  private static final int MOST_IN_LARGE_BODIES = 48 << 20;

  /// Bounds on what is held at once.
  ///
  /// @param bodyBytes the longest body of a request
  /// @param requests how many requests may be worked on at a time; what is beyond is refused
  public record Limits(int bodyBytes, int requests) {
    public static final Limits USUAL = new Limits(1024 * 1024, 4096);

    public Limits {
      if (bodyBytes < 1 || requests < 1) {
        throw new IllegalArgumentException("limits are at least 1");
      }
    }
  }

  private final Vertx vertx;
  private final Identification identification;
  private final ServerHeaders headers;
  private final Limits limits;
  private final Executor workers;
  private final Semaphore room;
  private final Semaphore largeBodies = new Semaphore(MOST_IN_LARGE_BODIES);
  private final Router router;

  /// @param workers where the resources' code runs: a new virtual thread each
  /// @param pages what is served beside the API, in a form of its own
  public Api(
      Vertx vertx,
      Identification identification,
      ServerHeaders headers,
      Limits limits,
      Executor workers,
      List<OperatorPage> pages,
      List<ApiResource> resources) {
    this.vertx = vertx;
    this.identification = identification;
    this.headers = headers;
    this.limits = limits;
    this.workers = workers;
    this.room = new Semaphore(limits.requests());
    this.router = route(pages, resources);
  }

  @Override
  public void handle(HttpServerRequest request) {
    headers.stamp(request);
    CrossOrigin.allow(request.response());
    if (request.decoderResult().isFailure()) {
      // Not HTTP as far as we can tell; where the next request would begin is unknown.
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      Envelope refused = Envelope.of(ApiResponse.refused(ErrorCode.BAD_REQUEST));
      send(request.response(), refused.withStatus(BAD_REQUEST));
    } else if (request.method().equals(HttpMethod.OPTIONS)) {
      CrossOrigin.answerPreflight(request.response());
    } else {
      router.handle(request);
    }
  }

  private Router route(List<OperatorPage> pages, List<ApiResource> resources) {
    Router all = Router.router(vertx);
    pages.forEach(page -> all.get(page.path()).handler(context -> page.show(context.response())));
    var routes = new ApiRoutes();
    resources.forEach(resource -> resource.addTo(routes));
    for (Route route : routes.all()) {
      all.route(route.method(), route.path()).handler(context -> receive(context, route));
    }
    all.errorHandler(404, context -> refuse(context, ErrorCode.NOT_FOUND));
    all.errorHandler(405, context -> refuse(context, ErrorCode.NOT_FOUND));
    all.errorHandler(400, context -> refuse(context, ErrorCode.BAD_REQUEST));
    all.errorHandler(500, this::fail);
    return all;
  }

  private void receive(RoutingContext context, Route route) {
    // Read here, where they are parsed: a routing context is for its event loop, and what cannot be
    // parsed is answered by the router as long as it is on the stack.
    var parameters = context.pathParams();
    var query = context.queryParams();
    String accept = Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT)).orElse("");
    String origin = RequestOrigin.of(context.request());
    var place = place(route);
    if (place.isEmpty()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      refuse(context, ErrorCode.TOO_MANY_REQUESTS);
      return;
    }
    RequestBody.gather(
        context.request(),
        Math.max(limits.bodyBytes(), route.bodyBytes()),
        body ->
            dispatch(
                context,
                route,
                body,
                place.get(),
                caller ->
                    new ApiRequest(
                        caller,
                        parameters,
                        name -> Optional.ofNullable(query.get(name)),
                        accept,
                        body,
                        origin)),
        () -> {
          place.get().run();
          context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          refuse(context, ErrorCode.BAD_REQUEST);
        },
        place.get());
  }

  /// Room for a large body, until what is returned runs; none when there is none. Bodies of the
  /// usual size need none.
  private Optional<Runnable> place(Route route) {
    int bytes = route.bodyBytes() <= limits.bodyBytes() ? 0 : route.bodyBytes();
    return largeBodies.tryAcquire(bytes)
        ? Optional.of(() -> largeBodies.release(bytes))
        : Optional.empty();
  }

  private void dispatch(
      RoutingContext context,
      Route route,
      byte[] body,
      Runnable done,
      Function<Optional<Caller>, ApiRequest> request) {
    if (!room.tryAcquire()) {
      done.run();
      refuse(context, ErrorCode.TOO_MANY_REQUESTS);
      return;
    }
    Context eventLoop = vertx.getOrCreateContext();
    workers.execute(() -> {
      Envelope answer;
      try {
        answer = answer(context.request(), route, body, request);
      } finally {
        // Before the answer goes out: who has it may ask again at once.
        room.release();
        done.run();
      }
      eventLoop.runOnContext(_ -> send(context.response(), answer));
    });
  }

  private Envelope answer(
      HttpServerRequest http,
      Route route,
      byte[] body,
      Function<Optional<Caller>, ApiRequest> request) {
    Optional<Caller> caller = Optional.empty();
    try {
      switch (authenticate(http, body)) {
        case Authentication.Authenticated(var known) -> caller = Optional.of(known);
        case Authentication.Anonymous(), Authentication.Unauthorized() -> {}
      }
      if (caller.isEmpty() && route.audience() == Audience.CALLERS) {
        return Envelope.of(ApiResponse.refused(ErrorCode.UNAUTHORIZED));
      }
      return Envelope.of(route.handler().handle(request.apply(caller)));
    } catch (UnreadableBody _) {
      return Envelope.of(ApiResponse.refused(ErrorCode.BAD_REQUEST));
    } catch (InvalidField invalid) {
      return Envelope.of(ApiResponse.invalid(invalid.name()));
    } catch (RuntimeException | Error fault) {
      String who = caller.map(Caller::toString).orElse("nobody");
      logFault(route.method() + " " + route.path(), who, http.response(), fault);
      return Envelope.of(ApiResponse.refused(ErrorCode.INTERNAL));
    }
  }

  private Authentication.Outcome authenticate(HttpServerRequest http, byte[] body) {
    String method = http.method().name();
    return identification.check(
        BearerToken.in(http.getHeader(HttpHeaders.AUTHORIZATION)),
        method,
        SignedTargets.of(method, http.uri(), Optional.ofNullable(http.getHeader(HttpHeaders.HOST))),
        body);
  }

  private void refuse(RoutingContext context, ErrorCode code) {
    send(context.response(), Envelope.of(ApiResponse.refused(code)));
  }

  private void fail(RoutingContext context) {
    Throwable fault = context.failure();
    logFault("routing", "nobody", context.response(), fault);
    refuse(context, ErrorCode.INTERNAL);
  }

  /// The one place where faults of the API are logged. Neither path nor body: both have secrets and
  /// ids of others in them.
  private static void logFault(
      String route, String who, HttpServerResponse response, @Nullable Throwable fault) {
    String request = response.headers().get(ServerHeaders.REQUEST_ID);
    log.error("{} failed for {}, request {}", route, who, request, fault);
  }

  private static void send(HttpServerResponse response, Envelope envelope) {
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(envelope.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, envelope.contentType());
    envelope.headers().forEach(response::putHeader);
    response.end(Buffer.buffer(envelope.body()));
  }
}
