package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason.Said;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.platform.limits.ByteBudget.ByteClaim;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.Gunzip.GunzipOutcome;
import dev.hearth.protocol.blaze.Gunzip.NotGunzipped;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in what one client sends: unpacks and parses its frames, gives the requests in them to its
/// connection, and refuses what is not a request. A client whose frames cost much memory or time to
/// unpack is read from more slowly. Only the connection's event loop calls.
final class FrameIntake implements FrameReader.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(FrameIntake.class);

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

  private static final Refusal NO_REQUEST =
      Refusal.of(
          ErrorCode.BAD_REQUEST,
          "A message is one JSON object with id, action and params, as gzip in a binary frame.");

  /// Actions that apps drop for good when a field is invalid.
  private static final Set<String> MESSAGE_ACTIONS =
      Set.of(
          BlazeAction.CREATE_MESSAGE, BlazeAction.CREATE_PLAIN_MESSAGES, BlazeAction.CREATE_CALL);

  private final Connection connection;
  private final Loop loop;
  private final FrameReader reader;
  private final Tolerance tolerance;
  private final Optional<ClientAddress> address;
  private @Nullable ByteClaim claim;
  private @Nullable UnpackBudget unpackBudget;
  private boolean unpacking;
  private int unpackingBytes;
  private boolean resting;

  /// @param address which the client counts for
  FrameIntake(Connection connection, Tolerance tolerance, Optional<ClientAddress> address) {
    this.connection = connection;
    this.loop = connection.loop();
    this.tolerance = tolerance;
    this.address = address;
    this.reader = new FrameReader(this, loop, loop.settings().frameBytes());
  }

  // Bytes

  /// Takes over `bytes`, and reads as far as there is room.
  void read(ByteBufAllocator allocator, ByteBuf bytes) {
    reader.read(allocator, bytes);
  }

  /// Reads on in what is held.
  void proceed() {
    reader.proceed();
  }

  /// Whether a message is held for which there was no room.
  boolean isBlocked() {
    return reader.isBlocked();
  }

  /// Whether the client has owed the rest of a message since before this tick.
  boolean isOwedSinceBefore(int tick) {
    return reader.isOwedSinceBefore(tick);
  }

  /// Reads nothing any more and lets go of what it holds.
  void stop() {
    reader.stop();
  }

  @Override
  public boolean takesMessages() {
    return !unpacking && !resting && connection.takesRequests();
  }

  @Override
  public boolean isUnpacking() {
    return unpacking;
  }

  @Override
  public boolean reserve(int bytes) {
    int more = bytes + unpackingBytes;
    int counted = more <= UNCOUNTED_BYTES ? 0 : more;
    if (claim == null) {
      if (counted == 0) {
        return true;
      }
      Optional<Caller> caller = connection.findCaller();
      if (caller.isEmpty()) {
        return true;
      }
      claim = loop.unfinished().claim(shares(caller.get()));
    }
    long before = claim.bytes();
    if (counted <= before) {
      claim.shrink(before - counted);
      return true;
    }
    return claim.grow(counted - before);
  }

  private List<Share> shares(Caller caller) {
    long most = loop.settings().unfinishedBytes();
    var user = new Share(caller.user(), most / USERS);
    return address.map(at -> List.of(user, new Share(at, most / ADDRESSES))).orElse(List.of(user));
  }

  // Frames

  @Override
  public void binary(byte[] bytes, int length) {
    BlazeSettings settings = loop.settings();
    int most = Math.min(SMALL_BYTES, settings.mostInflated(length));
    if (length > SMALL_BYTES) {
      readElsewhere(bytes, length);
      return;
    }
    GunzipOutcome result = loop.gunzip().unpack(bytes, 0, length, most);
    if (result instanceof GunzipOutcome.Refused(var reason, _)
        && reason == NotGunzipped.TOO_LONG
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
    connection.frameLeft();
    loop.largeFrames()
        .read(
            frame,
            loop.settings(),
            read -> loop.eventLoop().execute(() -> acceptLargeFrame(read, length)),
            connection::failed);
  }

  private void acceptLargeFrame(ReadFrame read, int length) {
    assert loop.isHere();
    unpacking = false;
    unpackingBytes = 0;
    reader.recount();
    connection.frameBack(() -> acceptFrame(read, length));
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
      case ParsedRequest.Request(var request) ->
          connection.acceptRequest(request, large ? inflated : 0);
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
    connection.readOnOrPause();
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
    boolean forbids = permanent && (connection.isBot() || !MESSAGE_ACTIONS.contains(action));
    connection
        .expectAnswer(malformed.id(), action, 0)
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
      connection.sendError(NO_REQUEST);
    } else {
      LOG.info("{} sends malformed messages again and again: dropped", connection);
      connection.drop(End.VIOLATION);
    }
  }

  @Override
  public void ping(byte[] payload) {
    connection.pushFrame(WireFrame.pong(payload));
  }

  @Override
  public void pong() {}

  @Override
  public void close(byte[] payload) {
    connection.sayGoodbye(payload);
  }

  @Override
  public void violation(int code) {
    connection.violate(code);
  }
}
