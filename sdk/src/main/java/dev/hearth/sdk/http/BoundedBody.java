package dev.hearth.sdk.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// Keeps the body of an answer in memory, up to a bound. A longer answer ends with an
/// [IOException], and its connection is closed. The JDK can do this since Java 25 only.
///
/// @param mostBytes the longest body
record BoundedBody(int mostBytes) implements BodyHandler<byte[]> {

  @Override
  public BodySubscriber<byte[]> apply(ResponseInfo answer) {
    return new Kept(mostBytes);
  }

  /// The client calls its methods one at a time.
  private static final class Kept implements BodySubscriber<byte[]> {
    private final int mostBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    Kept(int mostBytes) {
      this.mostBytes = mostBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer each : buffers) {
        if (each.remaining() > mostBytes - bytes.size()) {
          stop();
          return;
        }
        byte[] part = new byte[each.remaining()];
        each.get(part);
        bytes.writeBytes(part);
      }
    }

    private void stop() {
      if (subscription != null) {
        subscription.cancel();
      }
      body.completeExceptionally(new IOException("an answer of more than " + mostBytes + " bytes"));
    }

    @Override
    public void onError(Throwable cause) {
      body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toByteArray());
    }
  }
}
