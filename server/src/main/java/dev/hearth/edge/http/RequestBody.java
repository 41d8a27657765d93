package dev.hearth.edge.http;

import dev.hearth.edge.Tempo;
import dev.hearth.platform.limits.ByteBudget.Claim;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gathers a request's body on its event loop: up to a bound, while the budget of all bodies has
/// room, and while the bytes come fast enough.
///
/// An unwanted body is read and thrown away for a while, because a client that is still sending
/// does not see the answer. Then the request is refused anyway.
final class RequestBody {
  private static final int FIRST_BYTES = 512;
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  /// Why a body is refused.
  enum Why {
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

  /// Hears how it ended, once, on the event loop.
  interface Receiver {
    /// @param claim holds the bytes until the receiver closes it
    void whole(byte[] body, Claim claim);

    /// @param ended whether all of it has come, so that another request may follow
    void refused(Why why, boolean ended);
  }

  /// @param mostBytes the longest body
  /// @param mostIgnored how much is read of one that is not wanted
  record Bounds(int mostBytes, long mostIgnored, Tempo tempo) {}

  private final Vertx vertx;
  private final Bounds bounds;
  private final int announced;
  private final Claim claim;
  private final Receiver receiver;
  private final long begun = System.nanoTime();
  private long timer;
  private byte[] gathered = {};
  private long seen;
  private @Nullable Why why;
  private boolean done;

  private RequestBody(Vertx vertx, Bounds bounds, int announced, Claim claim, Receiver receiver) {
    this.vertx = vertx;
    this.bounds = bounds;
    this.announced = announced;
    this.claim = claim;
    this.receiver = receiver;
  }

  /// Whether the request has a body.
  static boolean isAnnounced(HttpServerRequest request) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  /// Gathers the body of a request that is paused.
  ///
  /// @param claim holds nothing yet; closed when the body is refused
  static void gather(
      Vertx vertx, HttpServerRequest request, Bounds bounds, Claim claim, Receiver receiver) {
    listen(vertx, request, bounds, claim, receiver);
  }

  /// Reads the body of a request that is paused, and keeps nothing of it.
  static void ignore(
      Vertx vertx, HttpServerRequest request, Bounds bounds, Claim claim, Receiver receiver) {
    listen(vertx, request, bounds, claim, receiver).drop(Why.UNWANTED);
  }

  private static RequestBody listen(
      Vertx vertx, HttpServerRequest request, Bounds bounds, Claim claim, Receiver receiver) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // Netty has refused anything that is not a number.
    boolean known = length != null && length.length() <= 9;
    var body =
        new RequestBody(
            vertx, bounds, known ? Integer.parseInt(length) : Integer.MAX_VALUE, claim, receiver);
    body.timer = vertx.setPeriodic(LOOK_AGAIN_MILLIS, _ -> body.look());
    request.exceptionHandler(_ -> body.refuse(Why.LOST, true));
    request.handler(body::take);
    request.endHandler(_ -> body.finish());
    if (length != null && !known) {
      body.refuse(Why.TOO_LONG, false);
    }
    request.resume();
    return body;
  }

  private void take(Buffer bytes) {
    int at = (int) Math.min(seen, Integer.MAX_VALUE);
    seen += bytes.length();
    if (why == null) {
      if (seen > bounds.mostBytes()) {
        drop(Why.TOO_LONG);
      } else if (!hold((int) seen)) {
        drop(Why.NO_ROOM);
      } else {
        bytes.getBytes(gathered, at);
      }
    }
    Why unwanted = why;
    if (unwanted != null && seen > bounds.mostIgnored()) {
      refuse(unwanted, false);
    }
  }

  /// Makes room for `bytes` bytes in all; returns whether the budget had them. It never holds much
  /// more than has come, whatever length the client announced.
  private boolean hold(int bytes) {
    if (bytes <= gathered.length) {
      return true;
    }
    int most = Math.max(bytes, Math.min(announced, bounds.mostBytes()));
    int size = Math.min(most, Math.max(FIRST_BYTES, 2 * bytes));
    if (!claim.grow(size - gathered.length)) {
      return false;
    }
    gathered = Arrays.copyOf(gathered, size);
    return true;
  }

  private void drop(Why reason) {
    why = reason;
    gathered = new byte[0];
    claim.close();
  }

  private void look() {
    if (bounds.tempo().isTooSlow(begun, seen)) {
      refuse(Why.TOO_SLOW, false);
    }
  }

  private void finish() {
    Why unwanted = why;
    if (unwanted != null) {
      refuse(unwanted, true);
    } else if (!done) {
      end();
      byte[] body = gathered.length == seen ? gathered : Arrays.copyOf(gathered, (int) seen);
      gathered = new byte[0];
      receiver.whole(body, claim);
    }
  }

  private void refuse(Why reason, boolean ended) {
    if (!done) {
      end();
      drop(reason);
      receiver.refused(reason, ended);
    }
  }

  private void end() {
    done = true;
    var _ = vertx.cancelTimer(timer);
  }
}
