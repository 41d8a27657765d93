package dev.hearth.edge;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Vert.x's way to sockets, with a gate where connections come in: what {@link Connections} doesn't
/// admit is closed before there is a channel for it.
final class GuardedTransport implements Transport {
  private static final Logger log = LoggerFactory.getLogger(GuardedTransport.class);

  private final Connections connections;

  GuardedTransport(Connections connections) {
    this.connections = connections;
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new NioTransport() {
      @Override
      public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return () -> new Door(connections);
      }
    };
  }

  private static final class Door extends NioServerSocketChannel {
    private static final long A_MOMENT_NANOS = 1_000_000;

    private final Connections connections;

    Door(Connections connections) {
      this.connections = connections;
    }

    /// @return how many connections came in
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      if (connections.isBreathless()) {
        // The kernel keeps those who wait, and this thread does nothing else.
        LockSupport.parkNanos(A_MOMENT_NANOS);
        return 0;
      }
      @Nullable SocketChannel socket = javaChannel().accept();
      if (socket == null) {
        return 0;
      }
      try {
        if (socket.getRemoteAddress() instanceof InetSocketAddress peer
            && connections.admits(peer.getAddress())) {
          var channel = new NioSocketChannel(this, socket);
          connections.add(channel, peer.getAddress());
          accepted.add(channel);
          return 1;
        }
      } catch (IOException | RuntimeException fault) {
        // Netty would close the door for all.
        log.error("A connection could not be taken in", fault);
      }
      socket.close();
      return 0;
    }
  }
}
