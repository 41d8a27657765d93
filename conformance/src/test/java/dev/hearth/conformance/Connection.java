package dev.hearth.conformance;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One Blaze connection, by hand. Requests may be sent by any thread, and many at a time; what
/// arrives is handed over in order, by one thread at a time.
public final class Connection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_INFLATED = 1 << 20;

  private final Consumer<BlazeReply> pushes;
  private final Map<String, CompletableFuture<BlazeReply>> open = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Object sendLock = new Object();
  private CompletableFuture<WebSocket> sending = new CompletableFuture<>();

  private Connection(Consumer<BlazeReply> pushes) {
    this.pushes = pushes;
  }

  /// Connects.
  ///
  /// @param pushes is handed what answers no request
  public static Connection open(
      HttpClient http, URI blaze, Client client, Consumer<BlazeReply> pushes) throws IOException {
    var connection = new Connection(pushes);
    try {
      WebSocket socket =
          http.newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .header("Authorization", "Bearer " + client.token("GET", "/", ""))
              .subprotocols("Mixin-Blaze-1")
              .buildAsync(blaze, connection.new Ears())
              .join();
      connection.sending.complete(socket);
      return connection;
    } catch (CompletionException e) {
      throw new IOException("no connection", e.getCause());
    }
  }

  /// Sends a request. The answer fails with an [IOException] when the connection ends before it.
  public CompletableFuture<BlazeReply> ask(BlazeRequest request) {
    var answer = new CompletableFuture<BlazeReply>();
    open.put(request.id(), answer);
    byte[] frame = GzipFrame.pack(request.toJson(), 1024);
    synchronized (sendLock) {
      sending = sending.thenCompose(socket -> socket.sendBinary(ByteBuffer.wrap(frame), true));
      var _ =
          sending.whenComplete((_, failure) -> {
            if (failure != null) {
              end();
            }
          });
    }
    if (ended.isDone()) {
      end();
    }
    return answer;
  }

  /// Completes when the connection has ended.
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /// Drops the connection without a word.
  @Override
  public void close() {
    synchronized (sendLock) {
      var _ = sending.thenAccept(WebSocket::abort);
    }
    end();
  }

  private void end() {
    ended.complete(null);
    // One by one: a request that is added meanwhile must not be forgotten without an answer.
    open.values()
        .removeIf(answer -> {
          answer.completeExceptionally(new IOException("lost"));
          return true;
        });
  }

  private final class Ears implements WebSocket.Listener {
    private final Gunzip gunzip = new Gunzip();
    private ByteArrayOutputStream frame = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      frame.writeBytes(part);
      if (last) {
        byte[] whole = frame.toByteArray();
        frame = new ByteArrayOutputStream();
        take(whole);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(byte[] whole) {
      if (ended.isDone()) {
        return;
      }
      BlazeReply reply =
          switch (gunzip.unpack(whole, 0, whole.length, MOST_INFLATED)) {
            case Gunzip.GunzipOutcome.Unpacked(var json) ->
                BlazeReply.parse(json).orElseThrow(() -> new IllegalStateException("no frame"));
            case Gunzip.GunzipOutcome.Refused(var reason, _) ->
                throw new IllegalStateException("a bad frame: " + reason);
          };
      CompletableFuture<BlazeReply> answer = open.remove(reply.id());
      if (answer != null) {
        answer.complete(reply);
      } else if (!ended.isDone()) {
        // Else it may be the answer to a request that was given up just now.
        pushes.accept(reply);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end();
    }
  }
}
