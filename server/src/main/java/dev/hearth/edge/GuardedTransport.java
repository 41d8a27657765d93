package dev.hearth.edge;

import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.NeverWaits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Vert.x's way to sockets, with a gate where connections come in: what {@link ConnectionGate}
/// doesn't admit is closed before there is a channel for it.
///
/// Its event loops take short turns, so that nobody waits for long while others send or fetch as
/// much as they can: in a turn, each connection is read from until it has nothing more or 64 KiB
/// are here, and then tasks are performed for some milliseconds at most, however many there are.
/// Work that may wait is refused on them ({@link NeverWaits}).
final class GuardedTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedTransport.class);

  /// How long tasks are performed before sockets are looked at again; Netty would take a second. A
  /// download makes a new task with each one that was performed, so that they may never run out.
  private static final long MOST_TASKS_MILLIS = 5;

  private static final int MOST_READ_BYTES = 64 << 10;
  private static final int FIRST_READ_BYTES = 2 << 10;
  private static final int LEAST_READ_BYTES = 64;

  /// The send buffer of a connection; Linux reserves twice as much memory for it. Without this
  /// bound, the system would buffer up to 4 MiB for each client that does not read, outside of our
  /// own limits, and we would fetch as much for it. A client 100 ms away still gets some 2.5 MB a
  /// second.
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  private final ConnectionGate connections;

  GuardedTransport(ConnectionGate connections) {
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
        return () -> new GuardedServerSocket(connections);
      }

      @Override
      public EventLoopGroup eventLoopGroup(
          int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        return new Loops(
            threads, loop -> threadFactory.newThread(NeverWaits.on(loop)), ioHandlerFactory());
      }
    };
  }

  private static final class Loops extends MultiThreadIoEventLoopGroup {
    Loops(int threads, ThreadFactory threadFactory, IoHandlerFactory handlers) {
      super(threads, threadFactory, handlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... unused) {
      return new SingleThreadIoEventLoop(
          this,
          executor,
          handlers,
          Integer.MAX_VALUE,
          RejectedExecutionHandlers.reject(),
          MOST_TASKS_MILLIS);
    }
  }

  private static final class GuardedServerSocket extends NioServerSocketChannel {
    private static final long A_MOMENT_NANOS = 1_000_000;

    private static final RecvByteBufAllocator TURNS = new ShortTurns();

    private final ConnectionGate connections;

    GuardedServerSocket(ConnectionGate connections) {
      this.connections = connections;
    }

    /// @return how many connections came in
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      if (connections.shouldDelayAccept()) {
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
          channel.config().setSendBufferSize(SEND_BUFFER_BYTES).setRecvByteBufAllocator(TURNS);
          connections.add(channel, peer.getAddress());
          accepted.add(channel);
          return 1;
        }
      } catch (IOException | RuntimeException fault) {
        // Netty would close the door for all.
        LOG.error("A connection could not be taken in", LoggedFault.of(fault));
      }
      socket.close();
      return 0;
    }
  }

  /// Reads in buffers whose size follows what a client sends, as Netty does, but no more in a turn
  /// than the bound. All that is read in a turn is answered in one write: with a single read a
  /// turn, a busy connection took twice as many reads and writes.
  private static final class ShortTurns implements RecvByteBufAllocator {
    private static final int MOST_READS = 16;

    private final RecvByteBufAllocator adaptive =
        new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, MOST_READ_BYTES)
            .maxMessagesPerRead(MOST_READS);

    @Override
    @SuppressWarnings("deprecation") // the interface has no other type
    public Handle newHandle() {
      return new DelegatingHandle(adaptive.newHandle()) {
        private int left;

        @Override
        public void reset(ChannelConfig config) {
          left = MOST_READ_BYTES;
          super.reset(config);
        }

        @Override
        public int guess() {
          return Math.min(super.guess(), left);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
          return allocator.ioBuffer(guess());
        }

        @Override
        public void lastBytesRead(int bytes) {
          left -= Math.max(bytes, 0);
          super.lastBytesRead(bytes);
        }

        @Override
        public boolean continueReading() {
          return left > 0 && super.continueReading();
        }
      };
    }
  }
}
