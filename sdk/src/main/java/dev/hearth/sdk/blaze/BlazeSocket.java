package dev.hearth.sdk.blaze;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.http.SignedToken;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection, from the handshake until it is lost. Any thread may ask; frames that answer
/// nobody go to `pushes`, in order, on the socket's own thread, which must not be held up.
///
/// A thread of its own writes: it sends what is asked, pings, and gives the peer up when nothing at
/// all was heard for too long.
public final class BlazeSocket implements WebSocket.Listener {
  private static final System.Logger LOG = System.getLogger(BlazeSocket.class.getName());
  private static final Duration HANDSHAKE_WITHIN = Duration.ofSeconds(10);
  private static final int MOST_OUTGOING = 1024;

  // RFC 6455, §7.4.1: a breach of the protocol, and data of a kind, of a form, of a length that the
  // server won't have, and a missing extension. The others say nothing of what was sent.
  private static final Set<Integer> ABOUT_WHAT_WAS_SENT = Set.of(1002, 1003, 1007, 1009, 1010);

  private final SignedToken token;
  private final Pace pace;
  private final Consumer<BlazeReply> pushes;
  private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
  private final BlockingQueue<Awaited> outgoing = new ArrayBlockingQueue<>(MOST_OUTGOING);
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile long heardAt = System.nanoTime();
  private volatile @Nullable WebSocket socket;

  private final IncomingFrames frames = new IncomingFrames();

  private BlazeSocket(SignedToken token, Pace pace, Consumer<BlazeReply> pushes) {
    this.token = token;
    this.pace = pace;
    this.pushes = pushes;
  }

  /// Connects, with a token for `GET /`.
  ///
  /// @throws IOException when that fails, as [java.net.http.WebSocketHandshakeException] when the
  ///   server answered something else than a socket
  public static BlazeSocket open(
      HttpClient http, URI address, SignedToken token, Pace pace, Consumer<BlazeReply> pushes)
      throws IOException, InterruptedException {
    var connection = new BlazeSocket(token, pace, pushes);
    var opening =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token.text())
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

  /// Waits for the answer, at most this long. If the caller asks again under the same id, either
  /// answer will do.
  Asked ask(Request request, Duration atMost) throws InterruptedException {
    var answer = new Awaited(request);
    awaited.put(request.id(), answer);
    try {
      // Checked after the answer is registered: a thread that loses the connection now finds it.
      if (isLost() || !outgoing.offer(answer, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Asked.Unanswered();
      }
      return answer.come.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLate) {
      return new Asked.Unanswered();
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

  /// Ends the connection in any state. Requests that wait for an answer stay unanswered.
  void lose(String why) {
    lose(why, ignored -> new Asked.Unanswered());
  }

  private void lose(String why, Function<Awaited, Asked> outcome) {
    if (isLost()) {
      return;
    }
    LOG.log(Level.DEBUG, () -> "Connection ended: " + why);
    lost.countDown();
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    awaited.values().forEach(each -> each.come.complete(outcome.apply(each)));
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
    boolean blames = ABOUT_WHAT_WAS_SENT.contains(code);
    lose(
        "the server closed it with " + code,
        each -> blames && each.sent ? new Asked.TurnedAway(code, reason) : new Asked.Unanswered());
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
    if (isUnauthorized(reply) && token.isOutOfDate()) {
      // The session may still be valid: the next connection has a new token.
      lose("its token is out of date");
      return;
    }
    Awaited answer = awaited.remove(reply.id());
    // The listing begins with its answer: who takes the pushes must see it before them.
    pushes.accept(reply);
    if (answer != null) {
      answer.come.complete(new Asked.Answered(reply));
    }
  }

  private static boolean isUnauthorized(BlazeReply reply) {
    return reply.error().filter(error -> error.code() == ErrorCode.UNAUTHORIZED.code()).isPresent();
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
        Awaited next = outgoing.poll(Math.min(pingAt - now, goneAt - now), TimeUnit.NANOSECONDS);
        if (next != null) {
          // Before it is: a server may close while it reads.
          next.sent = true;
          finish(to.sendBinary(ByteBuffer.wrap(next.frame), true), pace.goneAfter());
        }
      }
    } catch (IOException e) {
      lose(e.toString());
    } catch (RuntimeException | Error e) {
      // Without its writer the connection would look well and send nothing.
      LOG.log(Level.ERROR, "A connection can't be written to", e);
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

  /// The outcome of a request.
  sealed interface Asked {
    record Answered(BlazeReply reply) implements Asked {}

    /// No answer came in time, or the connection is lost: nobody knows whether it arrived.
    record Unanswered() implements Asked {}

    /// The server closed the connection because of something that it was sent, which may be this.
    ///
    /// @param code of the close frame
    record TurnedAway(int code, String reason) implements Asked {}
  }

  /// A request on its way, and what comes of it.
  private static final class Awaited {
    private final byte[] frame;
    private final CompletableFuture<Asked> come = new CompletableFuture<>();
    private volatile boolean sent;

    private Awaited(Request request) {
      this.frame = request.frame();
    }
  }
}
