package dev.hearth.edge.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.Identification;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.edge.http.ApiRoutes.Unserved;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shell around resources: everything that is the same for all requests.
///
/// ```
/// on its event loop     the route is found, and the headers are read   Shell, IncomingRequest
/// on a virtual thread   body, place, caller, charge, the resource      RequestPipeline
/// on its event loop     the answer goes out                            AnswerWriter
/// ```
public final class Shell implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
  private static final int BAD_REQUEST = 400;
  private static final Refusal NOT_FOUND =
      Refusal.of(ErrorCode.NOT_FOUND, "There is no endpoint of this path and method.");
  private static final Refusal UNSERVED =
      Refusal.of(ErrorCode.NOT_FOUND, "Hearth does not serve this endpoint.");
  private static final String SOMETHING = "a request";
  private static final Refusal NOT_HTTP =
      Refusal.of(ErrorCode.BAD_REQUEST, "The request can't be read as HTTP.");
  private static final Refusal WRONG_METHOD =
      Refusal.of(ErrorCode.NOT_FOUND, new Reason.Status(405, "There is no such method here."));

  /// Bounds on what is held at once.
  ///
  /// @param bodyBytes the longest body of a request
  /// @param strangersBodyBytes the longest one without a token that may be good
  /// @param requests how many requests may be worked on at a time; what is beyond is refused
  /// @param heldBytes how many bytes of bodies may be held at a time, and as many of answers
  /// @param heldBytesEach the share of an address in both, and of a session there
  /// @param tempo how slowly a body may come in, and an answer may be taken
  public record RequestLimits(
      int bodyBytes,
      int strangersBodyBytes,
      int requests,
      long heldBytes,
      long heldBytesEach,
      Tempo tempo) {
    /// For any heap that Hearth runs in.
    public static final long LEAST_HELD_BYTES = 64 << 20;

    /// An address or a user has a sixteenth of a bound.
    private static final int SHARES = 16;

    /// At least one of the largest bodies.
    private static final long LEAST_SHARE_BYTES = 16 << 20;

    public static final int STRANGERS_BODY_BYTES = 16 << 10;
    private static final int REQUESTS = 4096;
    private static final Tempo TEMPO = new Tempo(Duration.ofSeconds(10), 4 << 10);

    public static final RequestLimits USUAL = usual(1 << 20, LEAST_HELD_BYTES);

    public RequestLimits {
      if (bodyBytes < 1 || requests < 1 || heldBytes < 1 || heldBytesEach < 1) {
        throw new IllegalArgumentException("limits are at least 1");
      }
    }

    /// The limits that follow from an operator's two.
    public static RequestLimits usual(int bodyBytes, long heldBytes) {
      return new RequestLimits(
          bodyBytes,
          STRANGERS_BODY_BYTES,
          REQUESTS,
          heldBytes,
          Math.max(LEAST_SHARE_BYTES, heldBytes / SHARES),
          TEMPO);
    }

    /// How many requests one address may have worked on at a time, and one user.
    int requestsEach() {
      return Math.max(1, requests / SHARES);
    }
  }

  private final Vertx vertx;
  private final Executor workers;
  private final ClientAddresses addresses;
  private final Function<ApiResponse, EncodedResponse> encoding;
  private final RefusalLog refusals;
  private final RequestPipeline pipeline;
  private final AnswerWriter answers;
  private final Router router;

  /// @param costs what requests cost those who make them
  /// @param meters show what is held of the limits
  /// @param workers where requests are served: a new virtual thread each
  /// @param encoding makes of a resource's answer what goes out
  public Shell(
      Vertx vertx,
      Identification identification,
      RequestLimits limits,
      ClientAddresses addresses,
      RequestCosts costs,
      MeterRegistry meters,
      Executor workers,
      Function<ApiResponse, EncodedResponse> encoding,
      List<? extends ApiResource> resources) {
    this.vertx = vertx;
    this.workers = workers;
    this.addresses = addresses;
    this.encoding = encoding;
    this.refusals = new RefusalLog(meters);
    this.pipeline = new RequestPipeline(identification, limits, costs, meters, encoding);
    this.answers = new AnswerWriter(vertx, limits, meters);
    this.router = route(resources, meters);
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.decoderResult().isFailure()) {
      // Not HTTP as far as we can tell; where the next request would begin is unknown.
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      answers.send(request, Optional.empty(), refused(SOMETHING, NOT_HTTP).withStatus(BAD_REQUEST));
    } else {
      router.handle(request);
    }
  }

  /// Refuses a request of which nothing more is wanted, and ends its connection. On its event loop.
  public void turnAway(HttpServerRequest request, Refusal refusal) {
    answers.sendLast(request, addresses.find(request), refused(SOMETHING, refusal));
  }

  private Router route(List<? extends ApiResource> resources, MeterRegistry meters) {
    Router all = Router.router(vertx);
    var routes = new ApiRoutes();
    resources.forEach(resource -> resource.addTo(routes));
    for (Unserved known : routes.unserved()) {
      all.route(known.method(), known.path())
          .handler(context -> refuse(context, known.toString(), UNSERVED));
    }
    Set<String> paths = routes.all().stream().map(Route::path).collect(toUnmodifiableSet());
    for (Route route : routes.all()) {
      var meter = new RouteMeter(meters, route.method().name(), route.path());
      all.route(route.method(), route.path()).handler(context -> receive(context, route, meter));
    }
    all.errorHandler(404, context -> refuse(context, NOT_FOUND));
    // Whether there is an item of that name is not said.
    all.errorHandler(
        405,
        context ->
            refuse(context, paths.contains(context.request().path()) ? WRONG_METHOD : NOT_FOUND));
    all.errorHandler(400, context -> refuse(context, NOT_HTTP));
    all.errorHandler(500, this::fail);
    return all;
  }

  private void receive(RoutingContext context, Route route, RouteMeter meter) {
    long began = System.nanoTime();
    Context eventLoop = vertx.getOrCreateContext();
    var incoming = IncomingRequest.read(context, eventLoop, route, addresses);
    workers.execute(() -> {
      EncodedResponse answer = pipeline.answer(incoming);
      meter.answered(answer.status(), System.nanoTime() - began);
      eventLoop.runOnContext(_ -> send(incoming, answer));
    });
  }

  private void send(IncomingRequest incoming, EncodedResponse answer) {
    if (incoming.body().isOver()) {
      answers.send(incoming.http(), incoming.address(), answer);
    } else {
      answers.sendLast(incoming.http(), incoming.address(), answer);
    }
  }

  /// Without a route: the path is the client's text.
  private void refuse(RoutingContext context, Refusal refusal) {
    refuse(context, SOMETHING, refusal);
  }

  private void refuse(RoutingContext context, String what, Refusal refusal) {
    HttpServerRequest request = context.request();
    answers.send(request, addresses.find(request), refused(what, refusal));
  }

  private EncodedResponse refused(String what, Refusal refusal) {
    refusals.write(what, Optional.empty(), refusal);
    return encoding.apply(ApiResponse.refused(refusal));
  }

  private void fail(RoutingContext context) {
    @Nullable Throwable fault = context.failure();
    LOG.error(
        "Routing failed with the status {}, request {}",
        context.statusCode(),
        context.response().headers().get(ServerHeaders.REQUEST_ID),
        fault == null ? null : LoggedFault.of(fault));
    refuse(context, RequestPipeline.FAULT);
  }
}
