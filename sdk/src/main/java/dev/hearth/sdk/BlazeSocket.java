package dev.hearth.sdk;

import dev.hearth.protocol.BlazeReply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection, from the handshake until it is lost. Any thread may ask; frames that answer
/// nobody go to `pushes`, in order, on the socket's own thread, which must not be held up.
///
/// A thread of its own writes: it sends what is asked, pings, and gives the peer up when nothing at
/// all was heard for too long.
final class BlazeSocket implements WebSocket.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(BlazeSocket.class);
  private static final Duration HANDSHAKE_WITHIN = Duration.ofSeconds(10);
  private static final int MOST_OUTGOING = 1024;

  private final Pace pace;
  private final Consumer<BlazeReply> pushes;
  private final Map<String, CompletableFuture<BlazeReply>> awaited = new ConcurrentHashMap<>();
  private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MOST_OUTGOING);
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile long heardAt = System.nanoTime();
  private volatile @Nullable WebSocket socket;

  private final IncomingFrames frames = new IncomingFrames();

  private BlazeSocket(Pace pace, Consumer<BlazeReply> pushes) {
    this.pace = pace;
    this.pushes = pushes;
  }

  /// Connects, with a token for `GET /`.
  ///
  /// @throws IOException when that fails, as [java.net.http.WebSocketHandshakeException] when the
  ///   server answered something else than a socket
  static BlazeSocket open(
      HttpClient http, URI address, String token, Pace pace, Consumer<BlazeReply> pushes)
      throws IOException, InterruptedException {
    var connection = new BlazeSocket(pace, pushes);
    var opening =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .subprotocols("Mixin-Blaze-1")
            .connectTimeout(HANDSHAKE_WITHIN)
            .buildAsync(address, connection);
    try {
      WebSocket socket = finish(opening, HANDSHAKE_WITHIN);
      Thread.ofVirtual().name("hearth-blaze-writer").start(() -> connection.write(socket));
    } catch (IOException | InterruptedException e) {
      connection.lose("it was never made");
      throw e;
    }
    return connection;
  }

  /// The answer; empty when none came in time, or the connection is lost. Asked again, under the
  /// same id, either answer will do.
  Optional<BlazeReply> ask(Request request, Duration atMost) throws InterruptedException {
    var answer = new CompletableFuture<BlazeReply>();
    awaited.put(request.id(), answer);
    try {
      // Looked at after the answer is awaited: whoever loses the connection now finds it.
      if (isLost() || !outgoing.offer(request.frame(), atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
      return Optional.of(answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | CancellationException noAnswer) {
      return Optional.empty();
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    } finally {
      awaited.remove(request.id(), answer);
    }
  }

  boolean isLost() {
    return lost.getCount() == 0;
  }

  void awaitLost() throws InterruptedException {
    lost.await();
  }

  /// Ends the connection, whatever state it is in. Whoever waits for an answer gets none.
  void lose(String why) {
    if (isLost()) {
      return;
    }
    LOG.debug("Connection ended: {}", why);
    lost.countDown();
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    awaited.values().forEach(answer -> answer.cancel(false));
    frames.close();
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    heardAt = System.nanoTime();
    if (isLost()) {
      opened.abort();
    } else {
      opened.request(1);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    heard(from);
    try {
      frames.add(data, last).ifPresent(this::take);
    } catch (IOException e) {
      lose(e.toString());
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    heard(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    heard(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    heard(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    lose("the server closed it with " + code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    lose(error.toString());
  }

  private void heard(WebSocket from) {
    heardAt = System.nanoTime();
    from.request(1);
  }

  private void take(BlazeReply reply) {
    CompletableFuture<BlazeReply> answer = awaited.remove(reply.id());
    // The listing begins with its answer: who takes the pushes must see it before them.
    pushes.accept(reply);
    if (answer != null) {
      answer.complete(reply);
    }
  }

  private void write(WebSocket to) {
    try {
      long pingAt = System.nanoTime() + pace.pingEvery().toNanos();
      while (!isLost()) {
        long now = System.nanoTime();
        long goneAt = heardAt + pace.goneAfter().toNanos();
        if (now - goneAt >= 0) {
          lose("nothing was heard for " + pace.goneAfter());
          return;
        }
        if (now - pingAt >= 0) {
          finish(to.sendPing(ByteBuffer.allocate(0)), pace.goneAfter());
          pingAt = now + pace.pingEvery().toNanos();
        }
        byte[] frame = outgoing.poll(Math.min(pingAt - now, goneAt - now), TimeUnit.NANOSECONDS);
        if (frame != null) {
          finish(to.sendBinary(ByteBuffer.wrap(frame), true), pace.goneAfter());
        }
      }
    } catch (IOException e) {
      lose(e.toString());
    } catch (InterruptedException e) {
      lose("interrupted");
    }
  }

  private static <T> T finish(CompletableFuture<T> doing, Duration atMost)
      throws IOException, InterruptedException {
    try {
      return doing.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      doing.cancel(true);
      throw new IOException("not done within " + atMost, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }
}
