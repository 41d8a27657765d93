package dev.hearth.edge.http;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.ConnectionGate;
import dev.hearth.edge.HttpChannel;
import dev.hearth.edge.Identification;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.http.ApiRoutes.RouteAudience;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.ByteBudget.ByteClaim;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.limits.SharedSlots.Slot;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that happens to a request between its headers and its answer, from top to bottom. Runs on a
/// virtual thread for each request, and blocks where it waits.
final class RequestPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

  /// While a request is worked on, it takes this many times the memory of its body: what is read
  /// from it is held beside it.
  private static final int WORKING_FACTOR = 4;

  /// A body that is not wanted is read up to this many times the usual bound, without being kept.
  private static final int PATIENCE = 8;

  static final Refusal NO_CALLER =
      Refusal.of(
          ErrorCode.UNAUTHORIZED,
          "The request needs a token of a session, in the header Authorization.");
  private static final Refusal TOO_MANY_AT_ONCE =
      Refusal.of(
          ErrorCode.TOO_MANY_REQUESTS,
          "Too many requests are worked on at once, of all or of this user or address: later.");
  static final Refusal FAULT =
      Refusal.of(ErrorCode.INTERNAL, "The server failed; its log has the cause.");

  /// A session that a token claims, from one address: the same claim from elsewhere has another
  /// share.
  private record Claimed(SessionId session, Optional<ClientAddress> address) {}

  private final Identification identification;
  private final Shell.RequestLimits limits;
  private final RequestCosts costs;
  private final SharedSlots requests;
  private final SharedSlots callers;
  private final ByteBudget bodies;

  private final RefusalLog refusals;
  private final Function<ApiResponse, EncodedResponse> encoding;

  /// @param encoding makes of a resource's answer what goes out
  RequestPipeline(
      Identification identification,
      Shell.RequestLimits limits,
      RequestCosts costs,
      MeterRegistry meters,
      Function<ApiResponse, EncodedResponse> encoding) {
    this.identification = identification;
    this.limits = limits;
    this.costs = costs;
    this.requests = new SharedSlots("requests", limits.requests()).shownOn(meters);
    this.callers = new SharedSlots("callers", limits.requests()).shownOn(meters);
    this.bodies = new ByteBudget("bodies", limits.heldBytes()).shownOn(meters);
    this.refusals = new RefusalLog(meters);
    this.encoding = encoding;
  }

  /// Makes the answer. Everything that the request took is given back by then: a client that has
  /// its answer may ask again at once.
  EncodedResponse answer(IncomingRequest incoming) {
    Optional<Caller> caller = Optional.empty();
    try {
      Optional<SessionId> claimed = claimed(incoming);
      try (ByteClaim held = bodies.claim(shares(incoming, claimed))) {
        byte[] body = body(incoming, claimed, held);
        try (Slot _ = slot(requests, incoming.address())) {
          var known = identify(incoming, body);
          caller = known.map(Authentication.Authenticated::caller);
          if (known.isPresent()) {
            ConnectionGate.markAuthenticated(HttpChannel.of(incoming.http().connection()));
            checkScope(known.get(), incoming);
          }
          return caller.isPresent()
              ? serve(incoming, caller.get(), body)
              : serveStranger(incoming, body);
        }
      }
    } catch (RequestRefused refused) {
      return refused(incoming, caller, refused.refusal());
    } catch (AllowanceSpent spent) {
      return refused(incoming, caller, Refusal.spent(spent.spent()));
    } catch (DiskFull _) {
      // Not logged as a fault: the round that looks at the disk did so, once.
      return refused(incoming, caller, Refusal.noRoom(ErrorCode.INTERNAL));
    } catch (RuntimeException | Error fault) {
      logFault(incoming, caller, fault);
      return refused(incoming, caller, FAULT);
    }
  }

  /// Nothing of a body is read before we know whose it may be: that takes a look at the sessions.
  private Optional<SessionId> claimed(IncomingRequest incoming) {
    return incoming.body().isAnnounced()
        ? identification.findClaimed(incoming.token())
        : Optional.empty();
  }

  private List<Share> shares(IncomingRequest incoming, Optional<SessionId> claimed) {
    var address = incoming.address();
    Stream<Object> holders =
        Stream.concat(
            address.stream(), claimed.map(session -> new Claimed(session, address)).stream());
    return holders.map(holder -> new Share(holder, limits.heldBytesEach())).toList();
  }

  private byte[] body(IncomingRequest incoming, Optional<SessionId> claimed, ByteClaim held) {
    int usual = Math.max(limits.bodyBytes(), incoming.route().bodyBytes());
    int most = claimed.isEmpty() ? Math.min(limits.strangersBodyBytes(), usual) : usual;
    var bounds = new RequestBody.BodyBounds(most, (long) PATIENCE * usual, limits.tempo());
    if (claimed.isEmpty() && incoming.route().audience() == RouteAudience.CALLERS) {
      incoming.body().refuseIfAny(bounds, held);
    }
    return incoming.body().read(bounds, held);
  }

  /// One of the things that are worked on at a time, of which each holder has a share.
  private Slot slot(SharedSlots slots, Optional<?> holder) {
    return slots
        .take(holder.map(one -> new Share(one, limits.requestsEach())).stream().toList())
        .orElseThrow(() -> new RequestRefused(TOO_MANY_AT_ONCE));
  }

  /// The caller; empty for a stranger, where the route takes strangers.
  ///
  /// @throws RequestRefused for a stranger, where it takes none
  private Optional<Authentication.Authenticated> identify(IncomingRequest incoming, byte[] body) {
    return switch (identification.check(
        incoming.token(), incoming.method(), incoming.signedTargets(), body, incoming.address())) {
      case Authentication.Authenticated known -> Optional.of(known);
      case Authentication.Anonymous() -> stranger(incoming, NO_CALLER);
      case Authentication.Unauthorized(var why) -> stranger(incoming, why);
    };
  }

  private static void checkScope(Authentication.Authenticated token, IncomingRequest incoming) {
    Scopes.findObjection(token.scope(), incoming.route())
        .ifPresent(why -> {
          throw new RequestRefused(why);
        });
  }

  private static Optional<Authentication.Authenticated> stranger(
      IncomingRequest incoming, Refusal why) {
    if (incoming.route().audience() == RouteAudience.CALLERS) {
      throw new RequestRefused(why);
    }
    return Optional.empty();
  }

  /// Only now do we know whose request it is, so that it counts for them.
  private EncodedResponse serve(IncomingRequest incoming, Caller caller, byte[] body) {
    long each = WORKING_FACTOR * limits.heldBytesEach();
    try (Slot _ = slot(callers, Optional.of(caller.user()));
        ByteClaim working = bodies.claim(List.of(new Share(caller.user(), each)))) {
      if (!working.grow((WORKING_FACTOR - 1L) * body.length)) {
        throw new RequestRefused(TOO_MANY_AT_ONCE);
      }
      return paid(
          caller.user(),
          () ->
              incoming.route().free()
                  ? handle(incoming, Optional.of(caller), body)
                  : costs.bill(caller).payFor(() -> handle(incoming, Optional.of(caller), body)));
    }
  }

  private EncodedResponse serveStranger(IncomingRequest incoming, byte[] body) {
    return incoming.address().isPresent()
        ? paid(incoming.address().get(), () -> handle(incoming, Optional.empty(), body))
        : handle(incoming, Optional.empty(), body);
  }

  /// @param who pays for the request itself
  private EncodedResponse paid(Object who, Supplier<EncodedResponse> work) {
    if (costs.begin(who) instanceof Charge.Refused spent) {
      throw new RequestRefused(Refusal.spent(spent));
    }
    EncodedResponse answer = work.get();
    costs.answered(who, answer.body().length);
    return answer;
  }

  private EncodedResponse handle(IncomingRequest incoming, Optional<Caller> caller, byte[] body) {
    var response = incoming.route().handler().handle(request(incoming, caller, body));
    if (response instanceof ApiResponse.Refused(var refusal)) {
      return refused(incoming, caller, refusal);
    }
    return encoding.apply(response);
  }

  private static ApiRequest request(
      IncomingRequest incoming, Optional<Caller> caller, byte[] body) {
    return new ApiRequest(
        caller,
        incoming.pathParameters(),
        name -> Optional.ofNullable(incoming.query().get(name)),
        incoming.accept(),
        body,
        incoming.origin(),
        incoming.address());
  }

  private EncodedResponse refused(
      IncomingRequest incoming, Optional<Caller> caller, Refusal refusal) {
    refusals.write(incoming.route().toString(), caller, refusal);
    return encoding.apply(ApiResponse.refused(refusal));
  }

  /// Neither path nor body: both have secrets and ids of others in them.
  private static void logFault(IncomingRequest incoming, Optional<Caller> caller, Throwable fault) {
    LOG.error(
        "{} failed for {}, request {}",
        incoming.route(),
        caller.map(Caller::toString).orElse("nobody"),
        incoming.http().response().headers().get(ServerHeaders.REQUEST_ID),
        LoggedFault.of(fault));
  }
}
