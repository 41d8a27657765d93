package dev.hearth.edge.http;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.BearerToken;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.Connections;
import dev.hearth.edge.CrossOrigin;
import dev.hearth.edge.HttpChannel;
import dev.hearth.edge.Identification;
import dev.hearth.edge.RequestOrigin;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.SignedTargets;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.http.ApiRoutes.Audience;
import dev.hearth.edge.http.ApiRoutes.Route;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.ByteBudget.Claim;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.limits.SharedSlots.Slot;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shell around the resources: everything that is the same for all requests.
///
/// Handles requests on their event loops, and the resources' work on virtual threads.
public final class Api implements Handler<HttpServerRequest> {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final int BAD_REQUEST = 400;

  /// The longest body of a request without a token that may be good.
  private static final int STRANGERS_BODY_BYTES = 16 << 10;

  /// While a request is worked on, it takes this many times the memory of its body: what is read
  /// from it is held beside it.
  private static final int WORKING_FACTOR = 4;

  /// A body that is not wanted is read up to this many times the usual bound, without being kept.
  private static final int PATIENCE = 8;

  /// Bounds on what is held at once.
  ///
  /// @param bodyBytes the longest body of a request
  /// @param requests how many requests may be worked on at a time; what is beyond is refused
  /// @param heldBytes how many bytes of bodies may be held at a time, and as many of answers
  /// @param heldBytesEach the share of an address in both, and of a session there
  /// @param tempo how slowly a body may come in, and an answer may be taken
  public record Limits(
      int bodyBytes, int requests, long heldBytes, long heldBytesEach, Tempo tempo) {
    /// For any heap that Hearth runs in.
    public static final long LEAST_HELD_BYTES = 64 << 20;

    /// An address or a user has a sixteenth of a bound.
    private static final int SHARES = 16;

    /// At least one of the largest bodies.
    private static final long LEAST_SHARE_BYTES = 16 << 20;

    private static final int REQUESTS = 4096;
    private static final Tempo TEMPO = new Tempo(Duration.ofSeconds(10), 4 << 10);

    public static final Limits USUAL = usual(1 << 20, LEAST_HELD_BYTES);

    public Limits {
      if (bodyBytes < 1 || requests < 1 || heldBytes < 1 || heldBytesEach < 1) {
        throw new IllegalArgumentException("limits are at least 1");
      }
    }

    /// The limits that follow from an operator's two.
    public static Limits usual(int bodyBytes, long heldBytes) {
      return new Limits(
          bodyBytes, REQUESTS, heldBytes, Math.max(LEAST_SHARE_BYTES, heldBytes / SHARES), TEMPO);
    }

    /// How many requests one address may have worked on at a time, and one user.
    int requestsEach() {
      return Math.max(1, requests / SHARES);
    }
  }

  /// How long a client may take to read why its connection ends.
  private static final long LAST_WORDS_MILLIS = 500;

  /// A session that a token claims, from one address: whoever else claims it elsewhere has another
  /// share.
  private record Claimed(SessionId session, Optional<ClientAddress> address) {}

  /// A request before its body is read.
  ///
  /// @param address the address that it counts for, if any
  /// @param request makes the request for the resource, from the body and the caller, if any
  private record Arriving(
      RoutingContext context,
      Route route,
      Optional<ClientAddress> address,
      Function<byte[], Function<Optional<Caller>, ApiRequest>> request) {}

  private final Vertx vertx;
  private final Identification identification;
  private final ServerHeaders headers;
  private final Limits limits;
  private final Executor workers;
  private final ClientAddresses addresses;
  private final RequestCosts costs;
  private final SharedSlots requests;
  private final SharedSlots callers;
  private final ByteBudget bodies;
  private final ByteBudget answers;
  private final Router router;

  /// @param costs what requests cost those who make them
  /// @param meters show what is held of the limits
  /// @param workers where the resources' code runs: a new virtual thread each
  /// @param pages what is served beside the API, in a form of its own
  public Api(
      Vertx vertx,
      Identification identification,
      ServerHeaders headers,
      Limits limits,
      ClientAddresses addresses,
      RequestCosts costs,
      MeterRegistry meters,
      Executor workers,
      List<OperatorPage> pages,
      List<ApiResource> resources) {
    this.vertx = vertx;
    this.identification = identification;
    this.headers = headers;
    this.limits = limits;
    this.workers = workers;
    this.addresses = addresses;
    this.costs = costs;
    this.requests = new SharedSlots("requests", limits.requests()).shownOn(meters);
    this.callers = new SharedSlots("callers", limits.requests()).shownOn(meters);
    this.bodies = new ByteBudget("bodies", limits.heldBytes()).shownOn(meters);
    this.answers = new ByteBudget("answers", limits.heldBytes()).shownOn(meters);
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
      send(request, List.of(), refused.withStatus(BAD_REQUEST));
    } else if (request.method().equals(HttpMethod.OPTIONS)) {
      CrossOrigin.answerPreflight(request.response());
    } else {
      router.handle(request);
    }
  }

  private Router route(List<OperatorPage> pages, List<ApiResource> resources) {
    Router all = Router.router(vertx);
    pages.forEach(page -> all.get(page.path()).handler(context -> show(page, context)));
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

  private void show(OperatorPage page, RoutingContext context) {
    if (page.isFor(context.request())) {
      page.show(context.request());
    } else {
      refuse(context, ErrorCode.NOT_FOUND);
    }
  }

  private void receive(RoutingContext context, Route route) {
    // Read here, where they are parsed: a routing context is for its event loop, and what cannot be
    // parsed is answered by the router as long as it is on the stack.
    var parameters = context.pathParams();
    var query = context.queryParams();
    String accept = Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT)).orElse("");
    String origin = RequestOrigin.of(context.request());
    var address = addresses.find(context.request());
    var arriving =
        new Arriving(
            context,
            route,
            address,
            body ->
                caller ->
                    new ApiRequest(
                        caller,
                        parameters,
                        name -> Optional.ofNullable(query.get(name)),
                        accept,
                        body,
                        origin,
                        address));
    if (RequestBody.isAnnounced(context.request())) {
      lookBeforeReading(arriving);
    } else {
      dispatch(arriving, new byte[0], bodies.claim(List.of()));
    }
  }

  /// Nothing of the body is read before we know whose it may be: that takes a look at the sessions.
  private void lookBeforeReading(Arriving arriving) {
    HttpServerRequest http = arriving.context().request();
    http.pause();
    String token = BearerToken.in(http.getHeader(HttpHeaders.AUTHORIZATION));
    Context eventLoop = vertx.getOrCreateContext();
    workers.execute(() -> {
      Optional<SessionId> claimed;
      try {
        claimed = identification.findClaimed(token);
      } catch (RuntimeException | Error fault) {
        logFault("identification", "nobody", http.response(), fault);
        eventLoop.runOnContext(_ -> refuseAndClose(arriving.context(), ErrorCode.INTERNAL));
        return;
      }
      eventLoop.runOnContext(_ -> read(arriving, claimed));
    });
  }

  private void read(Arriving arriving, Optional<SessionId> claimed) {
    Route route = arriving.route();
    var receiver =
        new RequestBody.Receiver() {
          @Override
          public void whole(byte[] body, Claim claim) {
            dispatch(arriving, body, claim);
          }

          @Override
          public void refused(RequestBody.Why why, boolean ended) {
            refuse(arriving.context(), why, ended);
          }
        };
    int usual = Math.max(limits.bodyBytes(), route.bodyBytes());
    int most = claimed.isEmpty() ? Math.min(STRANGERS_BODY_BYTES, usual) : usual;
    var bounds = new RequestBody.Bounds(most, (long) PATIENCE * usual, limits.tempo());
    HttpServerRequest http = arriving.context().request();
    if (claimed.isEmpty() && route.audience() == Audience.CALLERS) {
      RequestBody.ignore(vertx, http, bounds, bodies.claim(List.of()), receiver);
    } else {
      RequestBody.gather(vertx, http, bounds, bodies.claim(shares(arriving, claimed)), receiver);
    }
  }

  private List<Share> shares(Arriving arriving, Optional<SessionId> claimed) {
    var address = arriving.address();
    Stream<Object> holders =
        Stream.concat(
            address.stream(), claimed.map(session -> new Claimed(session, address)).stream());
    return holders.map(holder -> new Share(holder, limits.heldBytesEach())).toList();
  }

  private void refuse(RoutingContext context, RequestBody.Why why, boolean ended) {
    ErrorCode code =
        switch (why) {
          case UNWANTED -> ErrorCode.UNAUTHORIZED;
          case NO_ROOM -> ErrorCode.TOO_MANY_REQUESTS;
          case TOO_LONG, TOO_SLOW, LOST -> ErrorCode.BAD_REQUEST;
        };
    if (ended) {
      refuse(context, code);
    } else {
      refuseAndClose(context, code);
    }
  }

  private void refuseAndClose(RoutingContext context, ErrorCode code) {
    HttpServerResponse response = context.response();
    if (!response.ended() && !response.closed()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      // Vert.x waits for the end of the request first, which may never come.
      response.endHandler(
          _ -> vertx.setTimer(LAST_WORDS_MILLIS, _ -> HttpChannel.drop(context.request())));
    }
    refuse(context, code);
  }

  /// @param claim holds the body; closed when the answer is made
  private void dispatch(Arriving arriving, byte[] body, Claim claim) {
    var context = arriving.context();
    var shares =
        arriving.address().stream()
            .map(address -> new Share(address, limits.requestsEach()))
            .toList();
    var slot = requests.take(shares);
    if (slot.isEmpty()) {
      claim.close();
      refuse(context, ErrorCode.TOO_MANY_REQUESTS);
      return;
    }
    Context eventLoop = vertx.getOrCreateContext();
    workers.execute(() -> {
      Envelope answer;
      try {
        answer = answer(arriving, body);
      } finally {
        // Before the answer goes out: who has it may ask again at once.
        slot.get().close();
        claim.close();
      }
      eventLoop.runOnContext(_ -> send(context, answer));
    });
  }

  private Envelope answer(Arriving arriving, byte[] body) {
    HttpServerRequest http = arriving.context().request();
    Route route = arriving.route();
    Function<Optional<Caller>, ApiRequest> request = arriving.request().apply(body);
    Optional<Caller> caller = Optional.empty();
    try {
      switch (authenticate(http, body, arriving.address())) {
        case Authentication.Authenticated(var known) -> {
          caller = Optional.of(known);
          Connections.known(HttpChannel.of(http.connection()));
        }
        case Authentication.Anonymous(), Authentication.Unauthorized() -> {}
      }
      if (caller.isEmpty() && route.audience() == Audience.CALLERS) {
        return Envelope.of(ApiResponse.refused(ErrorCode.UNAUTHORIZED));
      }
      return caller.isPresent()
          ? work(route, body.length, caller.get(), request.apply(caller))
          : workForStranger(arriving, request.apply(caller));
    } catch (RequestRefused refused) {
      return Envelope.of(ApiResponse.refused(refused.refusal()));
    } catch (AllowanceSpent spent) {
      return Envelope.of(ApiResponse.spent(spent.spent()));
    } catch (DiskFull _) {
      // Not logged: the round that looks at the disk did so, once.
      return Envelope.of(ApiResponse.refused(Refusal.noRoom(ErrorCode.INTERNAL)));
    } catch (RuntimeException | Error fault) {
      String who = caller.map(Caller::toString).orElse("nobody");
      logFault(route.method() + " " + route.path(), who, http.response(), fault);
      return Envelope.of(ApiResponse.refused(ErrorCode.INTERNAL));
    }
  }

  /// Only now do we know whose request it is, so that it counts for them.
  private Envelope work(Route route, long bodyBytes, Caller caller, ApiRequest request) {
    var slot = callers.take(List.of(new Share(caller.user(), limits.requestsEach())));
    var working =
        bodies.claim(List.of(new Share(caller.user(), WORKING_FACTOR * limits.heldBytesEach())));
    try {
      if (slot.isEmpty() || !working.grow((WORKING_FACTOR - 1) * bodyBytes)) {
        return Envelope.of(ApiResponse.refused(ErrorCode.TOO_MANY_REQUESTS));
      }
      return paid(
          caller.user(),
          () -> route.free() ? handle(route, request) : billed(route, caller, request));
    } finally {
      slot.ifPresent(Slot::close);
      working.close();
    }
  }

  private Envelope workForStranger(Arriving arriving, ApiRequest request) {
    var address = arriving.address();
    return address.isPresent()
        ? paid(address.get(), () -> handle(arriving.route(), request))
        : handle(arriving.route(), request);
  }

  /// @param who pays for the request itself
  private Envelope paid(Object who, Supplier<Envelope> work) {
    if (costs.begin(who) instanceof Charge.Refused spent) {
      return Envelope.of(ApiResponse.spent(spent));
    }
    Envelope answer = work.get();
    costs.answered(who, answer.body().length);
    return answer;
  }

  private Envelope billed(Route route, Caller caller, ApiRequest request) {
    return costs.bill(caller).payFor(() -> handle(route, request));
  }

  private static Envelope handle(Route route, ApiRequest request) {
    return Envelope.of(route.handler().handle(request));
  }

  private Authentication.Outcome authenticate(
      HttpServerRequest http, byte[] body, Optional<ClientAddress> address) {
    String method = http.method().name();
    return identification.check(
        BearerToken.in(http.getHeader(HttpHeaders.AUTHORIZATION)),
        method,
        SignedTargets.of(method, http.uri(), Optional.ofNullable(http.getHeader(HttpHeaders.HOST))),
        body,
        address);
  }

  private void refuse(RoutingContext context, ErrorCode code) {
    send(context, Envelope.of(ApiResponse.refused(code)));
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

  private void send(RoutingContext context, Envelope envelope) {
    send(context.request(), addresses.shares(context.request(), limits.heldBytesEach()), envelope);
  }

  private void send(HttpServerRequest request, List<Share> shares, Envelope envelope) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(envelope.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, envelope.contentType());
    envelope.headers().forEach(response::putHeader);
    Future<Void> sent = response.end(Buffer.buffer(envelope.body()));
    if (!sent.isComplete()) {
      waitForReader(request, shares, envelope.body().length, sent);
    }
  }

  /// The client has not taken all of its answer: it is held until it does, for a while.
  private void waitForReader(
      HttpServerRequest request, List<Share> shares, long bytes, Future<Void> sent) {
    Claim held = answers.claim(shares);
    if (!held.grow(bytes)) {
      HttpChannel.drop(request);
      return;
    }
    long timer =
        vertx.setTimer(limits.tempo().most(bytes).toMillis(), _ -> HttpChannel.drop(request));
    sent.onComplete(_ -> {
      held.close();
      vertx.cancelTimer(timer);
    });
  }
}
