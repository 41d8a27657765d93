package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason.Said;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Exchange;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
final class Connection extends ChannelInboundHandlerAdapter implements Outlet, FrameReader.Owner {
  private enum State {
    OPENING,
    LIVE,
    ENDING,
    GONE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final VarHandle UNANSWERED;
  private static final VarHandle UNANSWERED_BYTES;

  /// At most this many requests may be unanswered; beyond it no more is read.
  private static final int MOST_UNANSWERED = 256;

  /// At most this many bytes of large requests may be unanswered; beyond it no more is read.
  private static final int MOST_UNANSWERED_BYTES = 2 << 20;

  /// Frames that have no more than this once unpacked are read on the event loop.
  private static final int SMALL_BYTES = 16 << 10;

  /// Frames that have more than this once unpacked count as work that a connection has done for it.
  private static final int COUNTED_BYTES = 4 << 10;

  /// Frames that grow more than this while they are unpacked cost more than they seem to.
  private static final int USUAL_RATIO = 8;

  /// Below this, bytes of messages that aren't complete are not counted.
  private static final int UNCOUNTED_BYTES = 4 << 10;

  // Of the bytes that are held for all connections, a user may have an eighth, and an address half.
  private static final int USERS = 8;
  private static final int ADDRESSES = 2;

  private static final long REFUSAL_DELAY_MILLIS = 1000;
  private static final Refusal NO_REQUEST =
      Refusal.of(
          ErrorCode.BAD_REQUEST,
          "A message is one JSON object with id, action and params, as gzip in a binary frame.");
  private static final byte[] PING = WireFrame.ping();

  /// Actions that apps drop for good when a field is invalid.
  private static final Set<String> MESSAGE_ACTIONS =
      Set.of(
          BlazeAction.CREATE_MESSAGE, BlazeAction.CREATE_PLAIN_MESSAGES, BlazeAction.CREATE_CALL);

  static {
    try {
      var lookup = MethodHandles.lookup();
      UNANSWERED = lookup.findVarHandle(Connection.class, "unanswered", int.class);
      UNANSWERED_BYTES = lookup.findVarHandle(Connection.class, "unansweredBytes", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Channel channel;
  private final Loop loop;
  private final BlazeConnections connections;
  private final FrameReader reader;
  private final Outgoing outgoing;
  private final Lane lane = new Lane(this);
  private final Tolerance tolerance = new Tolerance();
  private volatile State state = State.OPENING;
  private @Nullable Caller caller;
  private @Nullable Feed feed;
  private End end = End.CLIENT;
  private volatile boolean paused = true;
  private volatile boolean finishing;

  @SuppressWarnings("UnusedVariable") // used through UNANSWERED
  private volatile int unanswered;

  @SuppressWarnings("UnusedVariable") // used through UNANSWERED_BYTES
  private volatile int unansweredBytes;

  private final Optional<ClientAddress> address;
  private ByteBudget.@Nullable ByteClaim claim;
  private @Nullable UnpackBudget unpackBudget;
  private boolean unpacking;
  private int unpackingBytes;
  private boolean resting;

  private int heardAt;
  private int spoke;
  private int index;

  /// It takes no request until it is {@link #open}.
  ///
  /// @param address which the client counts for
  Connection(
      Channel channel, Loop loop, BlazeConnections connections, Optional<ClientAddress> address) {
    this.channel = channel;
    this.address = address;
    this.loop = loop;
    this.connections = connections;
    this.reader = new FrameReader(this, loop, loop.settings().frameBytes());
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
    reader.read(context.alloc(), bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
    readOnOrPause();
  }

  /// Takes what was read and not taken yet, and reads on or doesn't.
  private void readOnOrPause() {
    assert loop.isHere();
    while (state == State.LIVE && reader.isBlocked() && canRead()) {
      outgoing.gather();
      reader.proceed();
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
    return takesMessages() && channel.isWritable();
  }

  @Override
  public boolean takesMessages() {
    return state == State.LIVE
        && !finishing
        && !unpacking
        && !resting
        && unanswered < MOST_UNANSWERED
        && unansweredBytes < MOST_UNANSWERED_BYTES
        && lane.waiting() < Lane.MOST_WAITING;
  }

  @Override
  public boolean isUnpacking() {
    return unpacking;
  }

  @Override
  public void binary(byte[] bytes, int length) {
    BlazeSettings settings = loop.settings();
    int most = Math.min(SMALL_BYTES, settings.mostInflated(length));
    if (length > SMALL_BYTES) {
      readElsewhere(bytes, length);
      return;
    }
    Gunzip.GunzipOutcome result = loop.gunzip().unpack(bytes, 0, length, most);
    if (result instanceof Gunzip.GunzipOutcome.Refused(var reason, _)
        && reason == Gunzip.NotGunzipped.TOO_LONG
        && most < settings.mostInflated(length)) {
      readElsewhere(bytes, length);
      return;
    }
    acceptFrame(ReadFrame.of(result, length, most, settings), length);
  }

  /// Leaves the frame to another thread. Nothing more is read until it is back, so that requests
  /// stay in order and a connection has one of them at a time.
  private void readElsewhere(byte[] bytes, int length) {
    byte[] frame = Arrays.copyOf(bytes, length);
    unpackingBytes = length;
    if (!reserve(0)) {
      unpackingBytes = 0;
      skipped(frame, Skipping.SkipReason.NO_ROOM);
      return;
    }
    unpacking = true;
    UNANSWERED.getAndAdd(this, 1);
    loop.largeFrames()
        .read(
            frame,
            loop.settings(),
            read -> loop.eventLoop().execute(() -> acceptLargeFrame(read, length)),
            this::failed);
  }

  private void acceptLargeFrame(ReadFrame read, int length) {
    assert loop.isHere();
    unpacking = false;
    unpackingBytes = 0;
    reader.recount();
    if (state == State.LIVE) {
      outgoing.gather();
      acceptFrame(read, length);
      flush();
    }
    answered(0);
    readOnOrPause();
  }

  private void acceptFrame(ReadFrame read, int length) {
    assert loop.isHere();
    int inflated = read.inflatedBytes();
    boolean large = length > SMALL_BYTES || inflated > SMALL_BYTES;
    if (inflated > COUNTED_BYTES
        || length > SMALL_BYTES
        || inflated > (long) USUAL_RATIO * length) {
      restAfter(inflated);
    }
    switch (read.parsed()) {
      case ParsedRequest.Request(var request) -> acceptRequest(request, large ? inflated : 0);
      case ParsedRequest.Malformed malformed -> turnDown(malformed, ErrorCode.INVALID_FIELD);
    }
  }

  /// A client whose frames cost much to unpack is read from more slowly.
  private void restAfter(int inflated) {
    assert loop.isHere();
    if (unpackBudget == null) {
      unpackBudget = new UnpackBudget(loop.settings().unpackRate(), loop.milliseconds());
    }
    long pause = unpackBudget.use(inflated, loop.milliseconds());
    if (pause > 0 && !resting) {
      resting = true;
      loop.meters().rested();
      var _ = loop.eventLoop().schedule(this::wake, pause, TimeUnit.MILLISECONDS);
    }
  }

  private void wake() {
    assert loop.isHere();
    resting = false;
    readOnOrPause();
  }

  private void acceptRequest(BlazeRequest request, int bytes) {
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
    UNANSWERED.getAndAdd(this, 1);
    if (bytes > 0) {
      UNANSWERED_BYTES.getAndAdd(this, bytes);
    }
    return new Answer(this, id, action, bytes);
  }

  @Override
  public void skipped(byte[] beginning, Skipping.SkipReason reason) {
    boolean tooLong = reason == Skipping.SkipReason.TOO_LONG;
    String why =
        tooLong
            ? "the frame has more than %s bytes (socket.most-frame)"
                .formatted(loop.settings().frameBytes())
            : "too many messages are on their way, of all or of this user or address"
                + " (socket.most-unfinished): try again";
    turnDown(
        ReadFrame.ofBeginning(loop.gunzip(), beginning, SMALL_BYTES, why),
        tooLong ? ErrorCode.INVALID_FIELD : ErrorCode.TOO_MANY_REQUESTS);
  }

  /// Refuses what can't be performed, under its id if that can be read: a client repeats what it
  /// hears nothing of.
  private void turnDown(ParsedRequest.Malformed malformed, ErrorCode code) {
    if (malformed.id().isEmpty()) {
      refuseMalformed();
      return;
    }
    loop.meters().malformed();
    String action = malformed.action().isEmpty() ? BlazeAction.ERROR : malformed.action();
    boolean permanent = code == ErrorCode.INVALID_FIELD;
    // Bots, and apps that hand keys over or acknowledge, repeat what is refused with another code.
    boolean forbids = permanent && (isBot() || !MESSAGE_ACTIONS.contains(action));
    expectAnswer(malformed.id(), action, 0)
        .refuse(
            Refusal.of(forbids ? ErrorCode.FORBIDDEN : code, new Said(malformed.why()))
                .withField("params"));
  }

  @Override
  public void text() {
    refuseMalformed();
  }

  /// A message that is not a request. The client may have a bug and still be useful; a client that
  /// sends nothing else is dropped.
  private void refuseMalformed() {
    loop.meters().malformed();
    if (tolerance.toleratesMalformed(loop.tenSeconds())) {
      sendError(NO_REQUEST);
    } else {
      LOG.info("{} sends malformed messages again and again: dropped", this);
      drop(End.VIOLATION);
    }
  }

  @Override
  public void ping(byte[] payload) {
    pushFrame(WireFrame.pong(payload));
  }

  @Override
  public void pong() {}

  /// The client says good-bye: so do we.
  @Override
  public void close(byte[] payload) {
    pushFrame(CloseCode.answer(payload));
    endWhenSent(End.CLIENT);
  }

  @Override
  public boolean reserve(int bytes) {
    int more = bytes + unpackingBytes;
    int counted = more <= UNCOUNTED_BYTES ? 0 : more;
    Caller whose = caller;
    if (claim == null) {
      if (counted == 0 || whose == null) {
        return true;
      }
      claim = loop.unfinished().claim(shares(whose));
    }
    long before = claim.bytes();
    if (counted <= before) {
      claim.shrink(before - counted);
      return true;
    }
    return claim.grow(counted - before);
  }

  private List<Share> shares(Caller whose) {
    long most = loop.settings().unfinishedBytes();
    var user = new Share(whose.user(), most / USERS);
    return address.map(at -> List.of(user, new Share(at, most / ADDRESSES))).orElse(List.of(user));
  }

  @Override
  public void violation(int code) {
    pushFrame(WireFrame.close(code));
    end(End.VIOLATION);
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
    if (bytes > 0) {
      int before = (int) UNANSWERED_BYTES.getAndAdd(this, -bytes);
      if (before >= MOST_UNANSWERED_BYTES && before - bytes < MOST_UNANSWERED_BYTES) {
        roomMade();
      }
    }
    int left = (int) UNANSWERED.getAndAdd(this, -1) - 1;
    if (left == MOST_UNANSWERED / 2) {
      roomMade();
    }
    if (left == 0 && finishing) {
      loop.eventLoop().execute(this::endIfFinished);
    }
  }

  private void pushJson(byte[] json) {
    pushFrame(WireFrame.binary(GzipFrame.pack(json, loop.settings().storedBelow())));
  }

  /// Says what is wrong with the connection, rather than with one request.
  private void sendError(Refusal refusal) {
    write(BlazeAction.ERROR, refusal);
    pushJson(
        BlazeFrames.error(
            freshId(), BlazeAction.ERROR, refusal.code(), refusal.description(), refusal.extra()));
  }

  /// Counts a refusal, and writes it into the log. Any thread.
  void write(String action, Refusal refusal) {
    String known = BlazeAction.ALL.contains(action) ? action : "an unknown action";
    loop.meters().refusals().write(known, Optional.ofNullable(caller), refusal);
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
    } else if (reader.isOwedSinceBefore(loop.now() - ticksToFinish)) {
      LOG.info("{} does not finish the message that it has begun: closed", this);
      violation(WireFrame.TOO_SLOW);
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
    if (finishing && state == State.LIVE && unanswered == 0) {
      endWhenSent(End.SERVER);
    }
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
      reader.stop();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state == State.GONE) {
      return;
    }
    state = State.GONE;
    reader.stop();
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
