package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Exchange;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.GzipFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One live Blaze connection: the last handler of its channel, and the only one beside TLS.
///
/// It is OPENING until its session is known, LIVE while requests are taken, and ENDING from when
/// that is over until the channel is closed, so that the last frames still get out. All of it
/// belongs to its event loop, except for the methods that say that any thread may call them.
final class Connection extends ChannelInboundHandlerAdapter implements Outlet {
  private enum State {
    OPENING,
    LIVE,
    ENDING,
    GONE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private static final long REFUSAL_DELAY_MILLIS = 1000;
  private static final byte[] PING = WireFrame.ping();

  private final Channel channel;
  private final Loop loop;
  private final BlazeConnections connections;
  private final FrameIntake intake;
  private final Outgoing outgoing;
  private final Unanswered unanswered = new Unanswered();
  private final Lane lane = new Lane(this);
  private final Tolerance tolerance = new Tolerance();
  private volatile State state = State.OPENING;
  private @Nullable Caller caller;
  private @Nullable Feed feed;
  private End end = End.CLIENT;
  private volatile boolean paused = true;
  private volatile boolean finishing;

  private int heardAt;
  private int spoke;
  private int index;

  /// It takes no request until it is {@link #open}.
  ///
  /// @param address which the client counts for
  Connection(
      Channel channel, Loop loop, BlazeConnections connections, Optional<ClientAddress> address) {
    this.channel = channel;
    this.loop = loop;
    this.connections = connections;
    this.intake = new FrameIntake(this, tolerance, address);
    this.outgoing = new Outgoing(channel, loop, this::flush);
  }

  // Opening

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel.config().setAutoRead(false);
    heardAt = loop.now();
    loop.add(this);
    connections.added();
    loop.meters().opened();
  }

  /// The session is known: from now on requests are taken. Any thread.
  void open(Caller caller, Feed feed) {
    loop.eventLoop()
        .execute(() -> {
          if (state != State.OPENING) {
            // It ended meanwhile; that the feed is still to be closed counts on its own.
            connections.added();
            disconnect(feed);
            return;
          }
          this.caller = caller;
          this.feed = feed;
          state = State.LIVE;
          connections.register(caller.session(), this);
          readOnOrPause();
        });
  }

  /// Tells the client that it may not be here, or no longer, and ends. Any thread.
  void turnAway(Refusal refusal, End why) {
    loop.eventLoop()
        .execute(() -> {
          if (isUp()) {
            sendError(refusal);
            end(why);
          }
        });
  }

  /// We can't serve this client now. Any thread.
  @Override
  public void failed() {
    loop.eventLoop()
        .execute(() -> {
          if (isUp()) {
            pushFrame(WireFrame.close(WireFrame.SERVER_ERROR));
            end(End.SERVER);
          }
        });
  }

  /// Empty until it is {@link #open}. Any thread.
  Optional<Caller> findCaller() {
    return Optional.ofNullable(caller);
  }

  private boolean isUp() {
    return state == State.OPENING || state == State.LIVE;
  }

  // Reading

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      return;
    }
    heardAt = loop.now();
    loop.meters().received(bytes.readableBytes());
    outgoing.gather();
    intake.read(context.alloc(), bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
    readOnOrPause();
  }

  /// Takes what was read and not taken yet, and reads on or doesn't.
  void readOnOrPause() {
    assert loop.isHere();
    while (state == State.LIVE && intake.isBlocked() && canRead()) {
      outgoing.gather();
      intake.proceed();
      flush();
    }
    if (state != State.LIVE) {
      return;
    }
    paused = !canRead();
    channel.config().setAutoRead(!paused);
    // Another thread may have made room between the two lines above, and not seen that we wait for
    // it.
    if (paused && canRead()) {
      loop.eventLoop().execute(this::readOnOrPause);
    }
  }

  /// There is room again for requests. Any thread.
  void roomMade() {
    if (paused) {
      loop.eventLoop().execute(this::readOnOrPause);
    }
  }

  // We stop reading from a client that does not read: its replies would pile up.
  private boolean canRead() {
    return intake.takesMessages() && channel.isWritable();
  }

  /// Whether it may take another request now.
  boolean takesRequests() {
    return state == State.LIVE
        && !finishing
        && unanswered.hasRoom()
        && lane.waiting() < Lane.MOST_WAITING;
  }

  /// Performs a request that has come.
  ///
  /// @param bytes what it holds while it is not answered, where that is much
  void acceptRequest(BlazeRequest request, int bytes) {
    assert loop.isHere();
    Caller from = caller;
    Feed here = feed;
    if (from == null || here == null) {
      return;
    }
    loop.meters().requested();
    String id = request.id().isEmpty() ? freshId() : request.id();
    Answer answer = expectAnswer(id, request.action(), bytes);
    try {
      lane.submitRequest(new Exchange(from, here, request, answer), answer, bytes > 0);
    } catch (RuntimeException | Error fault) {
      answer.fail(fault);
    }
  }

  /// The answer that a request is owed from now on. Any thread.
  Answer expectAnswer(String id, String action, int bytes) {
    unanswered.add(bytes);
    return new Answer(this, id, action, bytes);
  }

  /// A frame is read by another thread: until it is back, the connection does not finish.
  void frameLeft() {
    unanswered.add(0);
  }

  /// The frame is back.
  ///
  /// @param accept takes it, unless the connection has ended meanwhile
  void frameBack(Runnable accept) {
    assert loop.isHere();
    if (state == State.LIVE) {
      outgoing.gather();
      accept.run();
      flush();
    }
    answered(0);
    readOnOrPause();
  }

  // Answering

  /// Any thread.
  boolean isBot() {
    return caller != null && caller.bot();
  }

  /// Once for each request. Any thread.
  ///
  /// @param bytes what the request held
  void answer(byte[] json, int bytes) {
    pushJson(json);
    answered(bytes);
  }

  /// Once for each request. A client that is refused again and again may be one that repeats at
  /// once what was refused, so it is answered slowly. Any thread.
  void refuse(byte[] json, int bytes) {
    loop.eventLoop()
        .execute(() -> {
          if (tolerance.refusesAtOnce(loop.tenSeconds())) {
            answer(json, bytes);
          } else {
            var _ =
                loop.eventLoop()
                    .schedule(
                        () -> answer(json, bytes), REFUSAL_DELAY_MILLIS, TimeUnit.MILLISECONDS);
          }
        });
  }

  /// Once for each request: a refusal that is said after a pause. Any thread.
  void refuse(byte[] json, int bytes, Duration pause) {
    later(pause, () -> answer(json, bytes));
  }

  /// Runs this on the event loop after a pause. Any thread.
  void later(Duration pause, Runnable then) {
    var _ = loop.eventLoop().schedule(then, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void answered(int bytes) {
    if (unanswered.remove(bytes)) {
      roomMade();
    }
    if (finishing && unanswered.isEmpty()) {
      loop.eventLoop().execute(this::endIfFinished);
    }
  }

  private void pushJson(byte[] json) {
    pushFrame(WireFrame.binary(GzipFrame.pack(json, loop.settings().storedBelow())));
  }

  /// Says what is wrong with the connection, rather than with one request.
  void sendError(Refusal refusal) {
    write(BlazeAction.ERROR, refusal);
    pushJson(
        BlazeFrames.error(
            freshId(), BlazeAction.ERROR, refusal.code(), refusal.description(), refusal.extra()));
  }

  /// Counts a refusal, and writes it into the log. Any thread.
  void write(String action, Refusal refusal) {
    String known = BlazeAction.ALL.contains(action) ? action : "an unknown action";
    loop.meters().refusals().write(known, findCaller(), refusal);
  }

  private static String freshId() {
    return UUID.randomUUID().toString();
  }

  // Sending

  @Override
  public boolean writable() {
    return outgoing.hasRoom();
  }

  @Override
  public void pushFrame(byte[] frame) {
    outgoing.enqueue(frame);
  }

  /// Sends what waits.
  private void flush() {
    if (state == State.GONE) {
      return;
    }
    if (!outgoing.write()) {
      LOG.info("{} doesn't read what it is sent: dropped", this);
      drop(End.SLOW);
    }
    tellOfRoom();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    tellOfRoom();
    roomMade();
  }

  private void tellOfRoom() {
    assert loop.isHere();
    Feed here = feed;
    if (here != null && state == State.LIVE && outgoing.takeNewsOfRoom()) {
      here.resume();
    }
  }

  // The wheel

  /// Once in each turn of the wheel.
  void tick(int ticksOfSilence, int ticksToFinish) {
    assert loop.isHere();
    if (paused && channel.isWritable()) {
      // We stopped reading because we are slow, so we can't hear the client.
      heardAt = loop.now();
    }
    if (loop.now() - heardAt > ticksOfSilence) {
      drop(End.SILENT);
    } else if (intake.isOwedSinceBefore(loop.now() - ticksToFinish)) {
      LOG.info("{} does not finish the message that it has begun: closed", this);
      violate(WireFrame.TOO_SLOW);
    } else if (isUp()) {
      pushFrame(PING);
    }
  }

  void place(int spoke, int index) {
    this.spoke = spoke;
    this.index = index;
  }

  int spoke() {
    return spoke;
  }

  int index() {
    return index;
  }

  /// Any thread.
  Loop loop() {
    return loop;
  }

  // Ending

  /// Takes no more requests, and ends as soon as the ones it has are answered: without a close
  /// frame, because after one some clients would not come back.
  void finish() {
    assert loop.isHere();
    if (state == State.OPENING) {
      drop(End.SERVER);
    } else if (state == State.LIVE) {
      finishing = true;
      readOnOrPause();
      endIfFinished();
    }
  }

  private void endIfFinished() {
    assert loop.isHere();
    if (finishing && state == State.LIVE && unanswered.isEmpty()) {
      endWhenSent(End.SERVER);
    }
  }

  /// The client broke the rules.
  ///
  /// @param code the WebSocket close code that says how
  void violate(int code) {
    pushFrame(WireFrame.close(code));
    end(End.VIOLATION);
  }

  /// The client says good-bye: so do we.
  void sayGoodbye(byte[] payload) {
    pushFrame(CloseCode.answer(payload));
    endWhenSent(End.CLIENT);
  }

  /// Ends at once.
  void drop(End why) {
    begin(why);
    hangUp();
  }

  private void hangUp() {
    var _ = channel.close();
  }

  /// Ends in a moment: what the client still sends is thrown away, what waits for it goes out.
  private void end(End why) {
    begin(why);
    long farewell = loop.settings().farewell().toMillis();
    var _ = loop.eventLoop().schedule(this::hangUp, farewell, TimeUnit.MILLISECONDS);
    // Bytes that nobody has read when the channel closes would make the system reset the
    // connection,
    // and the client might lose the last frames.
    channel.config().setAutoRead(true);
  }

  private void endWhenSent(End why) {
    assert loop.isHere();
    flush();
    begin(why);
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void begin(End why) {
    assert loop.isHere();
    if (isUp()) {
      end = why;
      state = State.ENDING;
      intake.stop();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state == State.GONE) {
      return;
    }
    state = State.GONE;
    intake.stop();
    loop.remove(this);
    loop.meters().closed(end);
    Feed connected = feed;
    if (caller == null || connected == null) {
      connections.removed();
    } else {
      connections.unregister(caller.session(), this);
      disconnect(connected);
    }
  }

  private void disconnect(Feed connected) {
    loop.workers()
        .execute(() -> {
          try {
            loop.chat().disconnect(connected);
          } catch (RuntimeException e) {
            LOG.error("{} could not disconnect", this, LoggedFault.of(e));
          } finally {
            connections.removed();
          }
        });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("{} broke off: {}", this, LoggedFault.sentence(cause));
      drop(End.CLIENT);
    } else {
      LOG.error("{} failed", this, LoggedFault.of(cause));
      drop(End.SERVER);
    }
  }

  @Override
  public String toString() {
    return caller == null
        ? "connection of nobody yet"
        : "connection of user " + caller.user() + ", session " + caller.session();
  }
}
