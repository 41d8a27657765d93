package dev.hearth.edge.http;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason;
import dev.hearth.edge.Tempo;
import dev.hearth.platform.limits.ByteBudget.ByteClaim;
import dev.hearth.protocol.blaze.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The body of a request. It is gathered on the request's event loop, while a virtual thread waits
/// for it: up to a bound, while the budget of all bodies has room, and while the bytes come fast
/// enough. Nothing of it is read before somebody waits.
///
/// An unwanted body is read and thrown away for a while, because a client that is still sending
/// does not see the answer. Then the request is refused anyway.
final class RequestBody {
  private static final int FIRST_BYTES = 512;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  /// Why a body is refused.
  private enum Why {
    /// It is longer than the bound.
    TOO_LONG,
    /// The request needs a caller, and its token claims no session.
    UNWANTED,
    /// Too many bytes of others are held, or of the same client.
    NO_ROOM,
    TOO_SLOW,
    /// The client went away.
    LOST
  }

  private sealed interface End {
    record Whole(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) implements End {}

    record Refused(Why why) implements End {}
  }

  /// @param mostBytes the longest body
  /// @param mostIgnored how much is read of an unwanted one
  record BodyBounds(int mostBytes, long mostIgnored, Tempo tempo) {}

  private final HttpServerRequest request;
  private final Context eventLoop;
  private final boolean announced;
  private final BlockingQueue<End> ended = new ArrayBlockingQueue<>(1);

  // Of the event loop
  private long seen;
  private boolean done;
  private long timer;
  private byte[] gathered = NOTHING;
  private @Nullable Why why;
  private boolean over;

  private RequestBody(HttpServerRequest request, Context eventLoop, boolean announced) {
    this.request = request;
    this.eventLoop = eventLoop;
    this.announced = announced;
    this.over = !announced;
  }

  /// The body of a request whose headers are there. On its event loop.
  static RequestBody of(HttpServerRequest request, Context eventLoop) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean announced =
        length == null
            ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            : !length.equals("0");
    var body = new RequestBody(request, eventLoop, announced);
    if (announced) {
      request.pause();
      request.exceptionHandler(_ -> body.lose());
    }
    return body;
  }

  boolean isAnnounced() {
    return announced;
  }

  /// Whether all of it has come, or nothing more will, so that another request may follow. For the
  /// event loop.
  boolean isOver() {
    return over;
  }

  /// Waits for the body, which `claim` holds from then on. Blocks.
  ///
  /// @throws RequestRefused when the body is refused, or lost
  byte[] read(BodyBounds bounds, ByteClaim claim) {
    return await(bounds, claim, null);
  }

  /// Refuses a request that has a body, once the body was read and thrown away. Blocks.
  ///
  /// @throws RequestRefused when there was a body
  void refuseIfAny(BodyBounds bounds, ByteClaim claim) {
    await(bounds, claim, Why.UNWANTED);
  }

  private byte[] await(BodyBounds bounds, ByteClaim claim, @Nullable Why unwanted) {
    if (!announced) {
      return NOTHING;
    }
    eventLoop.runOnContext(_ -> gather(bounds, claim, unwanted));
    return switch (awaitEnd()) {
      case End.Whole(var bytes) -> bytes;
      case End.Refused(var reason) -> throw new RequestRefused(refusal(reason, bounds));
    };
  }

  /// The event loop has a deadline, so that this needs none: a thread that waits with one costs
  /// more.
  private End awaitEnd() {
    try {
      return ended.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new End.Refused(Why.LOST);
    }
  }

  private static Refusal refusal(Why why, BodyBounds bounds) {
    return switch (why) {
      case UNWANTED -> RequestPipeline.NO_CALLER;
      case NO_ROOM ->
          Refusal.of(
              ErrorCode.TOO_MANY_REQUESTS,
              "Too many bytes of requests are held, of all or of this user or address: later.");
      case TOO_LONG ->
          Refusal.of(
              ErrorCode.BAD_REQUEST,
              new Reason.Status(
                  413, "The body is too long: at most %s bytes.".formatted(bounds.mostBytes())));
      case TOO_SLOW -> Refusal.of(ErrorCode.BAD_REQUEST, "The body came too slowly.");
      case LOST -> Refusal.of(ErrorCode.BAD_REQUEST, "The body broke off.");
    };
  }

  private void gather(BodyBounds bounds, ByteClaim claim, @Nullable Why unwanted) {
    if (over) {
      return;
    }
    long begun = System.nanoTime();
    why = unwanted;
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // Netty has refused anything that is not a number.
    boolean known = length != null && length.length() <= 9;
    int expected = known ? Integer.parseInt(length) : Integer.MAX_VALUE;
    request.handler(bytes -> take(bytes, bounds, claim, Math.min(expected, bounds.mostBytes())));
    request.endHandler(_ -> finish());
    if (length != null && !known) {
      drop(Why.TOO_LONG, claim);
      end(new End.Refused(Why.TOO_LONG));
    }
    request.resume();
    // Most bodies have come with their head.
    if (!done) {
      timer =
          eventLoop.owner().setPeriodic(LOOK_AGAIN.toMillis(), _ -> look(bounds.tempo(), begun));
    }
  }

  private void look(Tempo tempo, long begun) {
    if (tempo.isTooSlow(begun, seen)) {
      end(new End.Refused(Why.TOO_SLOW));
    }
  }

  private void take(Buffer bytes, BodyBounds bounds, ByteClaim claim, int expected) {
    int at = (int) Math.min(seen, Integer.MAX_VALUE);
    seen += bytes.length();
    long now = seen;
    if (why == null) {
      if (now > bounds.mostBytes()) {
        drop(Why.TOO_LONG, claim);
      } else if (!hold((int) now, claim, expected)) {
        drop(Why.NO_ROOM, claim);
      } else {
        bytes.getBytes(gathered, at);
      }
    }
    Why unwanted = why;
    if (unwanted != null && now > bounds.mostIgnored()) {
      end(new End.Refused(unwanted));
    }
  }

  /// Makes room for `bytes` bytes in all; returns whether the budget had them. It never holds much
  /// more than has come, whatever length the client announced.
  private boolean hold(int bytes, ByteClaim claim, int expected) {
    if (bytes <= gathered.length) {
      return true;
    }
    int most = Math.max(bytes, expected);
    int size = Math.min(most, Math.max(FIRST_BYTES, 2 * bytes));
    if (!claim.grow(size - gathered.length)) {
      return false;
    }
    gathered = Arrays.copyOf(gathered, size);
    return true;
  }

  private void drop(Why reason, ByteClaim claim) {
    why = reason;
    gathered = NOTHING;
    claim.close();
  }

  private void finish() {
    over = true;
    Why unwanted = why;
    if (unwanted != null) {
      end(new End.Refused(unwanted));
    } else {
      byte[] body = gathered.length == seen ? gathered : Arrays.copyOf(gathered, (int) seen);
      gathered = NOTHING;
      end(new End.Whole(body));
    }
  }

  private void lose() {
    over = true;
    gathered = NOTHING;
    end(new End.Refused(Why.LOST));
  }

  /// The first end counts.
  private void end(End how) {
    if (!done) {
      done = true;
      var _ = eventLoop.owner().cancelTimer(timer);
      ended.add(how);
    }
  }
}
