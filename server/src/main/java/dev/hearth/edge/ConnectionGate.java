package dev.hearth.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.limits.ClientAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The connections there are, and how many there may be. Any thread.
///
/// A connection is a stranger's until a good token came over it. Strangers may have half of all
/// connections; beyond it, the oldest of them has to go for each new one. So a crowd of strangers
/// keeps nobody out who says soon who they are, and takes no connection from those who have said
/// it. An address may have a bounded number; the machines of trusted proxies may have any, and what
/// comes through them counts for the forwarded address once that is known.
public final class ConnectionGate {
  private static final AttributeKey<Held> HELD = AttributeKey.valueOf(ConnectionGate.class, "held");

  /// @param most of all
  /// @param each of one address
  public record ConnectionLimits(int most, int each) {
    public ConnectionLimits {
      if (most < 2 || each < 1) {
        throw new IllegalArgumentException("at least two connections, and one of each address");
      }
    }

    int strangers() {
      return most / 2;
    }
  }

  /// A connection, in the books of its gate.
  private final class Held {
    private final Channel channel;
    private @Nullable ClientAddress address;

    Held(Channel channel, @Nullable ClientAddress address) {
      this.channel = channel;
      this.address = address;
    }

    ConnectionGate gate() {
      return ConnectionGate.this;
    }
  }

  private static final int MOST_CLOSING = 16;
  private static final int A_LOOK_LATER_MILLIS = 1;

  private final ConnectionLimits limits;
  private final ClientAddresses addresses;
  private final Counter refusedToAll;
  private final Counter refusedToAddress;
  private final Counter gone;

  @GuardedBy("this")
  private final Set<Held> strangers = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Map<ClientAddress, Integer> byAddress = new HashMap<>();

  @GuardedBy("this")
  private int all;

  /// Channels that were dropped, and whose files may still be open: the operating system closes
  /// them when their event loop has looked at its sockets once more.
  private final AtomicInteger closing = new AtomicInteger();

  public ConnectionGate(ConnectionLimits limits, ClientAddresses addresses, MeterRegistry meters) {
    this.limits = limits;
    this.addresses = addresses;
    Gauge.builder("hearth.limit.held", this, ConnectionGate::count)
        .tag("limit", "connections")
        .register(meters);
    Gauge.builder("hearth.limit.most", limits, ConnectionLimits::most)
        .tag("limit", "connections")
        .register(meters);
    refusedToAll = refused(meters, "all");
    refusedToAddress = refused(meters, "share");
    gone = refused(meters, "strangers");
  }

  private static Counter refused(MeterRegistry meters, String full) {
    return Counter.builder("hearth.limit.refused")
        .tag("limit", "connections")
        .tag("full", full)
        .register(meters);
  }

  /// How many there are.
  public synchronized int count() {
    return all;
  }

  /// Whether the next one should wait a moment before it is taken in: of those that would have to
  /// go for it, none has been handed to its event loop yet, or the files of many that went are
  /// still open.
  boolean shouldDelayAccept() {
    if (closing.get() >= MOST_CLOSING) {
      return true;
    }
    synchronized (this) {
      return all >= limits.most() && !strangers.isEmpty() && oldestStranger() == null;
    }
  }

  /// Whether one more may come in from there; asked before anything is allocated for it.
  boolean admits(InetAddress peer) {
    synchronized (this) {
      if (all >= limits.most() && oldestStranger() == null) {
        refusedToAll.increment();
        return false;
      }
      ClientAddress address = ClientAddress.of(peer);
      if (!addresses.trusted().contains(address)
          && byAddress.getOrDefault(address, 0) >= limits.each()) {
        refusedToAddress.increment();
        return false;
      }
      return true;
    }
  }

  /// One more is here, until its channel is closed.
  void add(Channel channel, InetAddress peer) {
    ClientAddress address = ClientAddress.of(peer);
    var held = new Held(channel, addresses.trusted().contains(address) ? null : address);
    channel.attr(HELD).set(held);
    channel.closeFuture().addListener(_ -> remove(held));
    @Nullable Held oldest;
    synchronized (this) {
      boolean crowded = all >= limits.most() || strangers.size() >= limits.strangers();
      oldest = crowded ? oldestStranger() : null;
      if (oldest != null) {
        strangers.remove(oldest);
      }
      all++;
      strangers.add(held);
      addToAddress(held.address, 1);
    }
    if (oldest != null) {
      gone.increment();
      drop(oldest.channel);
    }
  }

  /// One that has an event loop, which the newest may not have yet.
  @GuardedBy("this")
  private @Nullable Held oldestStranger() {
    for (Held held : strangers) {
      if (held.channel.isRegistered()) {
        return held;
      }
    }
    return null;
  }

  /// A good token came over this connection.
  public static void markAuthenticated(Channel channel) {
    @Nullable Held held = channel.attr(HELD).get();
    if (held != null) {
      held.gate().markAuthenticated(held);
    }
  }

  /// The request's connection counts for its client from now on, where it came through a proxy;
  /// false when that client has too many. For a connection that is the client's alone from here.
  public static boolean countForClient(HttpServerRequest request) {
    @Nullable Held held = HttpChannel.of(request.connection()).attr(HELD).get();
    return held == null
        || held.gate()
            .addresses
            .find(request)
            .map(client -> held.gate().assignAddress(held, client))
            .orElse(true);
  }

  private synchronized void markAuthenticated(Held held) {
    strangers.remove(held);
  }

  private synchronized boolean assignAddress(Held held, ClientAddress address) {
    if (held.address != null) {
      return true;
    }
    if (byAddress.getOrDefault(address, 0) >= limits.each()) {
      refusedToAddress.increment();
      return false;
    }
    held.address = address;
    addToAddress(address, 1);
    return true;
  }

  private synchronized void remove(Held held) {
    all--;
    strangers.remove(held);
    addToAddress(held.address, -1);
  }

  @GuardedBy("this")
  private void addToAddress(@Nullable ClientAddress address, int more) {
    if (address != null) {
      byAddress.compute(
          address,
          (_, count) -> {
            int now = (count == null ? 0 : count) + more;
            return now > 0 ? now : null;
          });
    }
  }

  private void drop(Channel channel) {
    closing.incrementAndGet();
    var eventLoop = channel.eventLoop();
    eventLoop.execute(() -> {
      channel.unsafe().close(channel.voidPromise());
      if (eventLoop.isShuttingDown()) {
        closing.decrementAndGet();
      } else {
        var _ =
            eventLoop.schedule(
                closing::decrementAndGet, A_LOOK_LATER_MILLIS, TimeUnit.MILLISECONDS);
      }
    });
  }
}
