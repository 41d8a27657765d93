package dev.hearth.edge.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gathers a request's body up to a bound, on its event loop.
///
/// What is beyond the bound is read and thrown away for a while, because a client that is still
/// sending does not see the answer; then it is refused all the same.
final class RequestBody {
  private static final int PATIENCE = 8;

  private final int mostBytes;
  private final Consumer<byte[]> whole;
  private final Runnable tooLong;
  private final Runnable lost;
  private final Buffer gathered = Buffer.buffer();
  private long seen;
  private boolean done;

  private RequestBody(int mostBytes, Consumer<byte[]> whole, Runnable tooLong, Runnable lost) {
    this.mostBytes = mostBytes;
    this.whole = whole;
    this.tooLong = tooLong;
    this.lost = lost;
  }

  /// Calls one of them, once: `lost` when the client goes away before the rest came.
  static void gather(
      HttpServerRequest request,
      int mostBytes,
      Consumer<byte[]> whole,
      Runnable tooLong,
      Runnable lost) {
    var body = new RequestBody(mostBytes, whole, tooLong, lost);
    request.exceptionHandler(_ -> body.lose());
    request.handler(body::take);
    request.endHandler(_ -> body.finish());
    if (body.isAnnouncedFarTooLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
      body.refuse();
    }
  }

  private boolean isAnnouncedFarTooLong(@Nullable String length) {
    // Netty has refused what is no number.
    return length != null && length.length() > 9;
  }

  private void take(Buffer bytes) {
    seen += bytes.length();
    if (seen <= mostBytes) {
      gathered.appendBuffer(bytes);
    } else if (seen > (long) PATIENCE * mostBytes) {
      refuse();
    }
  }

  private void finish() {
    if (seen > mostBytes) {
      refuse();
    } else if (!done) {
      done = true;
      whole.accept(gathered.getBytes());
    }
  }

  private void lose() {
    if (!done) {
      done = true;
      lost.run();
    }
  }

  private void refuse() {
    if (!done) {
      done = true;
      tooLong.run();
    }
  }
}
