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

/// The way of a request, top to bottom, from where its headers are there to its answer. Runs on a
/// virtual thread for each request, and blocks where it waits.
final class Way {
  private static final Logger LOG = LoggerFactory.getLogger(Way.class);

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
  private final Function<ApiResponse, Envelope> form;

  /// @param form makes of a resource's answer what goes out
  Way(
      Identification identification,
      Shell.RequestLimits limits,
      RequestCosts costs,
      MeterRegistry meters,
      Function<ApiResponse, Envelope> form) {
    this.identification = identification;
    this.limits = limits;
    this.costs = costs;
    this.requests = new SharedSlots("requests", limits.requests()).shownOn(meters);
    this.callers = new SharedSlots("callers", limits.requests()).shownOn(meters);
    this.bodies = new ByteBudget("bodies", limits.heldBytes()).shownOn(meters);
    this.refusals = new RefusalLog(meters);
    this.form = form;
  }

  /// Makes the answer. Everything that the request took is given back by then: a client that has
  /// its answer may ask again at once.
  Envelope answer(Arrival arrival) {
    Optional<Caller> caller = Optional.empty();
    try {
      Optional<SessionId> claimed = claimed(arrival);
      try (ByteClaim held = bodies.claim(shares(arrival, claimed))) {
        byte[] body = body(arrival, claimed, held);
        try (Slot _ = slot(requests, arrival.address())) {
          var known = identify(arrival, body);
          caller = known.map(Authentication.Authenticated::caller);
          known.ifPresent(token -> checkScope(token, arrival));
          return caller.isPresent()
              ? serve(arrival, caller.get(), body)
              : serveStranger(arrival, body);
        }
      }
    } catch (RequestRefused refused) {
      return refused(arrival, caller, refused.refusal());
    } catch (AllowanceSpent spent) {
      return refused(arrival, caller, Refusal.spent(spent.spent()));
    } catch (DiskFull _) {
      // Not logged as a fault: the round that looks at the disk did so, once.
      return refused(arrival, caller, Refusal.noRoom(ErrorCode.INTERNAL));
    } catch (RuntimeException | Error fault) {
      logFault(arrival, caller, fault);
      return refused(arrival, caller, FAULT);
    }
  }

  /// Nothing of a body is read before we know whose it may be: that takes a look at the sessions.
  private Optional<SessionId> claimed(Arrival arrival) {
    return arrival.body().isAnnounced()
        ? identification.findClaimed(arrival.token())
        : Optional.empty();
  }

  private List<Share> shares(Arrival arrival, Optional<SessionId> claimed) {
    var address = arrival.address();
    Stream<Object> holders =
        Stream.concat(
            address.stream(), claimed.map(session -> new Claimed(session, address)).stream());
    return holders.map(holder -> new Share(holder, limits.heldBytesEach())).toList();
  }

  private byte[] body(Arrival arrival, Optional<SessionId> claimed, ByteClaim held) {
    int usual = Math.max(limits.bodyBytes(), arrival.route().bodyBytes());
    int most = claimed.isEmpty() ? Math.min(limits.strangersBodyBytes(), usual) : usual;
    var bounds = new RequestBody.BodyBounds(most, (long) PATIENCE * usual, limits.tempo());
    if (claimed.isEmpty() && arrival.route().audience() == RouteAudience.CALLERS) {
      arrival.body().ignore(bounds, held);
    }
    return arrival.body().read(bounds, held);
  }

  /// One of the things that are worked on at a time, of which each holder has a share.
  private Slot slot(SharedSlots slots, Optional<?> holder) {
    return slots
        .take(holder.map(one -> new Share(one, limits.requestsEach())).stream().toList())
        .orElseThrow(() -> new RequestRefused(TOO_MANY_AT_ONCE));
  }

  /// The caller; empty for a stranger, where the route takes strangers.
  private Optional<Authentication.Authenticated> identify(Arrival arrival, byte[] body) {
    return switch (identification.check(
        arrival.token(), arrival.method(), arrival.signedTargets(), body, arrival.address())) {
      case Authentication.Authenticated known -> {
        ConnectionGate.markAuthenticated(HttpChannel.of(arrival.http().connection()));
        yield Optional.of(known);
      }
      case Authentication.Anonymous() -> stranger(arrival, NO_CALLER);
      case Authentication.Unauthorized(var why) -> stranger(arrival, why);
    };
  }

  private static void checkScope(Authentication.Authenticated token, Arrival arrival) {
    Scopes.findObjection(token.scope(), arrival.route())
        .ifPresent(why -> {
          throw new RequestRefused(why);
        });
  }

  private static Optional<Authentication.Authenticated> stranger(Arrival arrival, Refusal why) {
    if (arrival.route().audience() == RouteAudience.CALLERS) {
      throw new RequestRefused(why);
    }
    return Optional.empty();
  }

  /// Only now do we know whose request it is, so that it counts for them.
  private Envelope serve(Arrival arrival, Caller caller, byte[] body) {
    long each = WORKING_FACTOR * limits.heldBytesEach();
    try (Slot _ = slot(callers, Optional.of(caller.user()));
        ByteClaim working = bodies.claim(List.of(new Share(caller.user(), each)))) {
      if (!working.grow((WORKING_FACTOR - 1L) * body.length)) {
        throw new RequestRefused(TOO_MANY_AT_ONCE);
      }
      return paid(
          caller.user(),
          () ->
              arrival.route().free()
                  ? handle(arrival, Optional.of(caller), body)
                  : costs.bill(caller).payFor(() -> handle(arrival, Optional.of(caller), body)));
    }
  }

  private Envelope serveStranger(Arrival arrival, byte[] body) {
    return arrival.address().isPresent()
        ? paid(arrival.address().get(), () -> handle(arrival, Optional.empty(), body))
        : handle(arrival, Optional.empty(), body);
  }

  /// @param who pays for the request itself
  private Envelope paid(Object who, Supplier<Envelope> work) {
    if (costs.begin(who) instanceof Charge.Refused spent) {
      throw new RequestRefused(Refusal.spent(spent));
    }
    Envelope answer = work.get();
    costs.answered(who, answer.body().length);
    return answer;
  }

  private Envelope handle(Arrival arrival, Optional<Caller> caller, byte[] body) {
    var response = arrival.route().handler().handle(request(arrival, caller, body));
    if (response instanceof ApiResponse.Refused(var refusal)) {
      return refused(arrival, caller, refusal);
    }
    return form.apply(response);
  }

  private static ApiRequest request(Arrival arrival, Optional<Caller> caller, byte[] body) {
    return new ApiRequest(
        caller,
        arrival.pathParameters(),
        name -> Optional.ofNullable(arrival.query().get(name)),
        arrival.accept(),
        body,
        arrival.origin(),
        arrival.address());
  }

  private Envelope refused(Arrival arrival, Optional<Caller> caller, Refusal refusal) {
    refusals.write(arrival.route().toString(), caller, refusal);
    return form.apply(ApiResponse.refused(refusal));
  }

  /// Neither path nor body: both have secrets and ids of others in them.
  private static void logFault(Arrival arrival, Optional<Caller> caller, Throwable fault) {
    LOG.error(
        "{} failed for {}, request {}",
        arrival.route(),
        caller.map(Caller::toString).orElse("nobody"),
        arrival.http().response().headers().get(ServerHeaders.REQUEST_ID),
        LoggedFault.of(fault));
  }
}
