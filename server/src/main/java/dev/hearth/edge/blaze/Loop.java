package dev.hearth.edge.blaze;

import dev.hearth.chat.MessageWing;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.Gunzip;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tools that all connections of one event loop share, and the clock that pings them. Only one
/// connection uses a tool at a time. Only the event loop calls, unless a method says otherwise.
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  // Connections are spread over a turn of the wheel, so that they aren't pinged all at once.
  private static final int SPOKES = 16;
  private static final int SCRATCH = 8 * 1024;

  private final EventLoop eventLoop;
  private final BlazeSettings settings;
  private final MessageWing chat;
  private final BlazeMeters meters;
  private final Executor workers;
  private final LargeFrames largeFrames;
  private final ByteBudget unfinished;
  private final Gunzip gunzip = new Gunzip();
  private final List<List<Connection>> wheel = new ArrayList<>(SPOKES);
  private final int ticksOfSilence;
  private final int ticksToFinish;
  private final long startedAt = System.nanoTime();
  private byte[] scratch = new byte[SCRATCH];
  private int tick;
  private int nextSpoke;

  /// @param workers runs what may wait: a virtual thread each
  /// @param unfinished what all connections may hold of messages that aren't complete
  Loop(
      EventLoop eventLoop,
      BlazeSettings settings,
      MessageWing chat,
      BlazeMeters meters,
      Executor workers,
      LargeFrames largeFrames,
      ByteBudget unfinished) {
    this.eventLoop = eventLoop;
    this.settings = settings;
    this.chat = chat;
    this.meters = meters;
    this.workers = workers;
    this.largeFrames = largeFrames;
    this.unfinished = unfinished;
    for (int spoke = 0; spoke < SPOKES; spoke++) {
      wheel.add(new ArrayList<>());
    }
    long every = Math.max(1, settings.pingEvery().toNanos() / SPOKES);
    this.ticksOfSilence = Math.toIntExact(settings.silence().toNanos() / every);
    this.ticksToFinish = Math.toIntExact(settings.finishWithin().toNanos() / every);
    // With a fixed delay: after a pause of the whole process ticks must not come in a burst, or
    // everybody would seem to have been silent.
    var _ = eventLoop.scheduleWithFixedDelay(this::tick, every, every, TimeUnit.NANOSECONDS);
  }

  /// Any thread.
  EventLoop eventLoop() {
    return eventLoop;
  }

  /// Whether this is the event loop's thread. Any thread.
  boolean isHere() {
    return eventLoop.inEventLoop();
  }

  /// Any thread.
  BlazeSettings settings() {
    return settings;
  }

  /// Answers the requests of all connections. Any thread.
  MessageWing chat() {
    return chat;
  }

  /// Any thread.
  BlazeMeters meters() {
    return meters;
  }

  /// Any thread.
  Executor workers() {
    return workers;
  }

  /// Any thread.
  LargeFrames largeFrames() {
    return largeFrames;
  }

  /// Any thread.
  ByteBudget unfinished() {
    return unfinished;
  }

  Gunzip gunzip() {
    assert isHere();
    return gunzip;
  }

  /// At least `length` bytes, with anything in them, until the next call.
  byte[] scratch(int length) {
    assert isHere();
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, scratch.length * 2)];
    }
    return scratch;
  }

  /// The time, in the only unit that matters to the wheel.
  int now() {
    return tick;
  }

  /// How many spans of ten seconds have passed.
  int tenSeconds() {
    return (int) ((System.nanoTime() - startedAt) / TimeUnit.SECONDS.toNanos(10));
  }

  long milliseconds() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
  }

  void add(Connection connection) {
    assert isHere();
    List<Connection> spoke = wheel.get(nextSpoke);
    connection.place(nextSpoke, spoke.size());
    spoke.add(connection);
    nextSpoke = (nextSpoke + 1) % SPOKES;
  }

  void remove(Connection connection) {
    assert isHere();
    List<Connection> spoke = wheel.get(connection.spoke());
    Connection last = spoke.removeLast();
    if (last != connection) {
      spoke.set(connection.index(), last);
      last.place(connection.spoke(), connection.index());
    }
  }

  /// All connections as they are now.
  List<Connection> connections() {
    assert isHere();
    return wheel.stream().flatMap(List::stream).toList();
  }

  private void tick() {
    assert isHere();
    tick++;
    // From the end: a connection that is dropped leaves the list at once.
    List<Connection> spoke = wheel.get(tick % SPOKES);
    for (int i = spoke.size() - 1; i >= 0; i--) {
      Connection connection = spoke.get(i);
      try {
        connection.tick(ticksOfSilence, ticksToFinish);
      } catch (RuntimeException | Error e) {
        // An exception that leaves this method ends the schedule, and with it every ping.
        LOG.error("A connection could not be pinged; it ends", LoggedFault.of(e));
        connection.failed();
      }
    }
  }
}
