package dev.hearth.sdk.blaze;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.blaze.BlazeSocket.Asked;
import dev.hearth.sdk.http.Backoff;
import dev.hearth.sdk.http.HttpCalls;
import dev.hearth.sdk.http.Parcel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps one connection up, replacing it forever, and asks requests until they are answered.
///
/// A connection counts once the server has answered its first listing of what is pending: from then
/// on it is handed to whoever wants to ask.
public final class BlazeLink implements Wire {
  private static final System.Logger LOG = System.getLogger(BlazeLink.class.getName());
  private static final Duration STEADY = Duration.ofSeconds(5);

  // How often a server may close the connection over a request before it is given up. Not once:
  // it may have been another that was on its way at the same time.
  private static final int MOST_TURNED_AWAY = 3;

  private enum State {
    OPEN,
    SIGNED_OUT,
    CLOSED
  }

  private final Outage outage;
  private final Dial dial;
  private final Pace pace;
  private final ServerBounds bounds;
  private final RandomGenerator random;
  // Held by the one request that is asked again after the server closed over something.
  private final ReentrantLock suspected = new ReentrantLock(true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.OPEN;
  private @Nullable BlazeSocket ready;
  private @Nullable Thread keeper;

  /// @param address of the server, for the log
  public BlazeLink(URI address, Dial dial, Pace pace, ServerBounds bounds, RandomGenerator random) {
    this.outage = new Outage(address);
    this.dial = dial;
    this.pace = pace;
    this.bounds = bounds;
    this.random = random;
  }

  /// Begins to connect; what is pushed goes to `inbox`.
  ///
  /// @throws IllegalStateException when it has begun already
  public void start(Inbox inbox) {
    lock.lock();
    try {
      if (keeper != null) {
        throw new IllegalStateException("connected once already");
      }
      findReady();
      keeper = Thread.ofVirtual().name("hearth-blaze-link").start(() -> keepUp(inbox));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Sent send(Parcel parcel) throws InterruptedException {
    BlazeReply reply = ask(Request.createMessage(parcel));
    return reply
        .error()
        .<Sent>map(error -> new Sent.Refused(error.code(), error.description()))
        .orElseGet(
            () -> new Sent.Accepted(reply.data().map(view -> WireTime.instant(view.createdAt()))));
  }

  /// The final answer: success, or an error that asking again won't change. Waits as long as it
  /// takes; but what the server would not take isn't sent, and what it closes the connection over
  /// again and again is given up: both are refused as if the server had answered so.
  ///
  /// @throws HearthException when the session was ended or the client closed
  public BlazeReply ask(Request request) throws InterruptedException {
    Optional<String> excess = request.findExcess(bounds);
    if (excess.isPresent()) {
      return refused(request, ErrorCode.INVALID_FIELD, excess.get());
    }
    var pauses = new Backoff(Duration.ofSeconds(1), pace.reconnectAtMost(), random);
    int turnedAway = 0;
    for (; ; ) {
      switch (turnedAway == 0 ? once(request) : alone(request)) {
        case Asked.Answered(BlazeReply reply) when !isPassing(reply) -> {
          return reply;
        }
        case Asked.Answered(BlazeReply reply) ->
            Thread.sleep(pauses.next(reply.error().flatMap(BlazeReply.Failure::retryAfter)));
        case Asked.Unanswered() -> {}
        case Asked.TurnedAway(int code, var ignored) -> {
          turnedAway++;
          if (turnedAway == MOST_TURNED_AWAY) {
            LOG.log(
                Level.WARNING,
                () ->
                    "The server closes with "
                        + code
                        + " over "
                        + request.action()
                        + ": it is given up");
            return refused(
                request,
                ErrorCode.BAD_REQUEST,
                "the server closes the connection over it: " + code);
          }
        }
      }
    }
  }

  private Asked once(Request request) throws InterruptedException {
    return awaitReady().ask(request, pace.answerWithin());
  }

  /// Asks while no other request is asked that a connection was closed over, so that in the end the
  /// one that the server can't bear stands alone.
  private Asked alone(Request request) throws InterruptedException {
    suspected.lockInterruptibly();
    try {
      return once(request);
    } finally {
      suspected.unlock();
    }
  }

  private static BlazeReply refused(Request request, ErrorCode code, String why) {
    return new BlazeReply(
        request.id(),
        request.action(),
        Optional.empty(),
        List.of(),
        Optional.of(new BlazeReply.Failure(code.status(), code.code(), why, "", Optional.empty())));
  }

  /// Asks for what is pending, once more, over the present connection. The connection is given up
  /// when the server does not list it.
  public void listAgain() throws InterruptedException {
    BlazeSocket socket = awaitReady();
    if (!lists(socket)) {
      socket.lose("the server does not list what is pending");
    }
  }

  private boolean lists(BlazeSocket socket) throws InterruptedException {
    return socket.ask(Request.listPendingMessages(), pace.answerWithin())
            instanceof Asked.Answered(BlazeReply reply)
        && reply.error().isEmpty();
  }

  /// @return false when it took longer than `atMost`
  /// @throws IllegalStateException before [#start]
  public boolean awaitReady(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      requireStarted();
      while (findReady() == null) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether there will be no connection any more: the session was ended or the client closed.
  public boolean isOver() {
    return !isOpen();
  }

  /// Ends the connection and everybody's waiting for it.
  public void close() {
    become(State.CLOSED);
    Thread keeping;
    lock.lock();
    try {
      keeping = keeper;
    } finally {
      lock.unlock();
    }
    if (keeping != null) {
      keeping.interrupt();
    }
  }

  /// The present connection, or the next.
  ///
  /// @throws HearthException when the session was ended or the client closed
  /// @throws IllegalStateException before [#start]
  public BlazeSocket awaitReady() throws InterruptedException {
    lock.lock();
    try {
      requireStarted();
      for (; ; ) {
        BlazeSocket socket = findReady();
        if (socket != null) {
          return socket;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireStarted() {
    if (keeper == null) {
      throw new IllegalStateException("not connected: call connect first");
    }
  }

  private @Nullable BlazeSocket findReady() {
    switch (state) {
      case SIGNED_OUT -> throw HearthException.signedOut();
      case CLOSED -> throw HearthException.closed();
      case OPEN -> {}
    }
    return ready == null || ready.isLost() ? null : ready;
  }

  private void keepUp(Inbox inbox) {
    var pauses = new Backoff(pace.reconnectFirst(), pace.reconnectAtMost(), random);
    try {
      while (isOpen()) {
        long since = System.nanoTime();
        connectGuarded(inbox);
        if (System.nanoTime() - since > STEADY.toNanos()) {
          pauses.reset();
        }
        if (isOpen()) {
          Thread.sleep(pauses.next());
        }
      }
    } catch (InterruptedException closed) {
      LOG.log(Level.DEBUG, "The link is closed");
    }
  }

  /// No failure ends it: without this thread the client would never connect again.
  private void connectGuarded(Inbox inbox) throws InterruptedException {
    try {
      connectAndStay(inbox);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "The connection failed; another one is made", e);
    }
  }

  private void connectAndStay(Inbox inbox) throws InterruptedException {
    BlazeSocket socket;
    try {
      socket = dial.open(reply -> take(reply, inbox));
    } catch (WebSocketHandshakeException e) {
      int status = e.getResponse().statusCode();
      if (status == 401) {
        signOut(inbox, "HTTP 401");
      } else {
        outage.failed("the server answers with HTTP " + status);
      }
      return;
    } catch (IOException | RuntimeException e) {
      outage.failed(e);
      return;
    }
    try {
      if (lists(socket)) {
        outage.ended();
        announce(socket);
        socket.awaitLost();
      }
    } finally {
      socket.lose("replaced or closed");
      retract(socket, inbox);
    }
  }

  private void announce(BlazeSocket socket) {
    boolean ended;
    lock.lock();
    try {
      ended = state != State.OPEN;
      ready = socket;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (ended) {
      // The thread that ended the link did not know of this connection yet.
      socket.lose("the link has ended");
    }
  }

  private void retract(BlazeSocket socket, Inbox inbox) {
    boolean wasReady;
    lock.lock();
    try {
      wasReady = ready == socket;
      ready = null;
    } finally {
      lock.unlock();
    }
    if (wasReady) {
      inbox.disconnected();
    }
  }

  /// On the socket's own thread.
  private void take(BlazeReply reply, Inbox inbox) {
    if (reply.error().isPresent() && reply.error().get().code() == 401) {
      signOut(inbox, reply.error().get().description());
      return;
    }
    inbox.take(reply);
  }

  private void signOut(Inbox inbox, String why) {
    if (become(State.SIGNED_OUT)) {
      LOG.log(
          Level.WARNING,
          () -> "The server has ended this session, or does not take its keystore: " + why);
      inbox.signedOut();
    }
  }

  private boolean become(State end) {
    BlazeSocket socket;
    lock.lock();
    try {
      if (state != State.OPEN) {
        return false;
      }
      state = end;
      socket = ready;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (socket != null) {
      socket.lose("the link has ended");
    }
    return true;
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return state == State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the error may be gone when asked again: too many requests, or a fault of the server's.
  private static boolean isPassing(BlazeReply reply) {
    return reply
        .error()
        .map(error -> error.status() >= 500 || HttpCalls.isPassing(error.code()))
        .orElse(false);
  }

  /// Opens a socket, with a fresh token.
  public interface Dial {
    BlazeSocket open(Consumer<BlazeReply> pushes) throws IOException, InterruptedException;
  }
}
