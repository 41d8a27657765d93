package dev.hearth.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// All connections of a run.
final class Fleet implements AutoCloseable {
  private static final int MOST_OPENING = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InetSocketAddress server;
  private final Run run;
  private final MultiThreadIoEventLoopGroup loops;
  private final List<Station> stations = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Semaphore opening = new Semaphore(MOST_OPENING);
  private final AtomicInteger ready = new AtomicInteger();

  Fleet(InetSocketAddress server, Ids ids, Run run, int threads) {
    this.server = server;
    this.run = run;
    this.loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
    for (int i = 0; i < threads; i++) {
      stations.add(new Station(loops.next(), ids));
    }
  }

  List<Station> stations() {
    return stations;
  }

  /// Starts to open a connection, as soon as few enough others are on their way.
  Connection open(Station station, String token, Peer peer) {
    try {
      if (!opening.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        run.check();
        throw new Violation("no connection came up for " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Violation("interrupted", e);
    }
    run.check();
    var connection = new Connection(station, token, peer, run, this::opened);
    connections.add(connection);
    connect(station.loop(), connection);
    return connection;
  }

  /// Waits until all that were opened are ready.
  void awaitReady() {
    run.await(
        () -> ready.get() == connections.size(),
        PATIENCE,
        () -> connections.size() - ready.get() + " connections");
  }

  /// Drops all connections; the fleet can open others.
  void drop() {
    connections.forEach(Connection::close);
    connections.clear();
    ready.set(0);
  }

  @Override
  public void close() {
    drop();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  private void opened() {
    ready.incrementAndGet();
    opening.release();
  }

  private void connect(EventLoop loop, Connection connection) {
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) PATIENCE.toMillis())
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(connection);
              }
            })
        .connect(server)
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            run.fail(new Violation("can't connect: " + connected.cause().getMessage()));
          }
        });
  }
}
