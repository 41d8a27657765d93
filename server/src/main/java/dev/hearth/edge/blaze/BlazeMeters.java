package dev.hearth.edge.blaze;

import dev.hearth.edge.RefusalLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The meters of Blaze. Any thread may call.
public final class BlazeMeters {
  /// Why a connection ended.
  enum End {
    /// The client closed it or went away.
    CLIENT,
    /// The client's token was not good, or its session was revoked.
    TURNED_AWAY,
    /// The client broke the rules of WebSocket, or sent nonsense again and again.
    VIOLATION,
    SILENT,
    /// The client doesn't read what it is sent.
    SLOW,
    /// The session has opened too many others since.
    CROWDED_OUT,
    /// The server failed, or stopped.
    SERVER
  }

  private final AtomicInteger connections = new AtomicInteger();
  private final Counter framesIn;
  private final Counter framesOut;
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Counter malformed;
  private final Counter rests;
  private final RefusalLog refusals;
  private final Map<End, Counter> ends = new EnumMap<>(End.class);

  public BlazeMeters(MeterRegistry registry) {
    refusals = new RefusalLog(registry);
    Gauge.builder("hearth.blaze.connections", connections, AtomicInteger::get)
        .description("Open Blaze connections")
        .register(registry);
    framesIn = frames("in", registry);
    framesOut = frames("out", registry);
    bytesIn = bytes("in", registry);
    bytesOut = bytes("out", registry);
    malformed =
        Counter.builder("hearth.blaze.malformed")
            .description("Messages from clients that are not requests")
            .register(registry);
    rests =
        Counter.builder("hearth.blaze.rests")
            .description("Pauses in reading from clients whose frames cost much to unpack")
            .register(registry);
    for (End end : End.values()) {
      ends.put(
          end,
          Counter.builder("hearth.blaze.ended")
              .description("Connections that ended, by why")
              .tag("why", end.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  private static Counter frames(String way, MeterRegistry registry) {
    return Counter.builder("hearth.blaze.frames")
        .description("WebSocket frames; coming in, requests only")
        .tag("way", way)
        .register(registry);
  }

  private static Counter bytes(String way, MeterRegistry registry) {
    return Counter.builder("hearth.blaze.bytes")
        .description("Bytes of WebSocket frames, before TLS")
        .baseUnit("bytes")
        .tag("way", way)
        .register(registry);
  }

  void opened() {
    connections.incrementAndGet();
  }

  void closed(End why) {
    connections.decrementAndGet();
    count(ends, why);
  }

  void received(int bytes) {
    bytesIn.increment(bytes);
  }

  void requested() {
    framesIn.increment();
  }

  void sent(int frames, long bytes) {
    framesOut.increment(frames);
    bytesOut.increment((double) bytes);
  }

  void malformed() {
    malformed.increment();
  }

  void rested() {
    rests.increment();
  }

  RefusalLog refusals() {
    return refusals;
  }

  private static <K> void count(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }
}
