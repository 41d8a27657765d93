package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How long an event loop lets one connection, or its tasks, keep the others waiting.
@Timeout(25)
class EventLoopTurnsTest {
  private static final int MOST_IN_A_TURN = 64 << 10;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final AtomicLong read = new AtomicLong();
  private volatile boolean busy = true;
  private int port;

  @BeforeEach
  void open() {
    var connections =
        new ConnectionGate(
            new ConnectionGate.ConnectionLimits(100, 100),
            ClientAddresses.LOCAL_PROXY,
            new SimpleMeterRegistry());
    Vertx vertx = Vertx.builder().withTransport(new GuardedTransport(connections)).build();
    var settings = new PortListener.PortSettings("127.0.0.1", 0, Optional.empty());
    var door = PortListener.open(vertx, 1, settings, this::answer);
    port = door.port();
    open.add(() -> {
      busy = false;
      letGo.countDown();
      door.close(Duration.ofMillis(1)).await();
      vertx.close().await();
    });
  }

  private void answer(HttpServerRequest request) {
    var channel = HttpChannel.of(request.connection());
    String path = Objects.requireNonNull(request.path());
    switch (path) {
      case "/much" -> request.handler(bytes -> read.addAndGet(bytes.length()));
      case "/hold" -> hold();
      case "/busy" -> keepBusy(channel.eventLoop());
      default -> {}
    }
    if (!path.equals("/much")) {
      long buffer = channel.config().getOption(ChannelOption.SO_SNDBUF);
      request.response().end("read " + read + ", buffer " + buffer + ".");
    }
  }

  private void hold() {
    held.countDown();
    try {
      letGo.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepBusy(EventLoop loop) {
    if (busy) {
      loop.execute(() -> keepBusy(loop));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void a_loop_that_never_runs_out_of_tasks_still_looks_at_its_sockets() throws Exception {
    SocketChannel client = connect();
    assertThat(ask(client, "/busy")).contains(" 200 ");

    // Each was answered after a second.
    for (int i = 0; i < 30; i++) {
      assertThat(ask(client, "/")).contains(" 200 ");
    }
  }

  @Test
  void a_connection_that_sends_much_is_left_for_the_others_after_64_kib() throws Exception {
    SocketChannel much = connect();
    SocketChannel other = connect();
    assertThat(ask(other, "/")).contains(" 200 ");
    write(much, "POST /much HTTP/1.1\r\nHost: here\r\nContent-Length: 100000000\r\n\r\n");
    assertThat(ask(other, "/")).contains(" 200 ");
    write(connect(), "GET /hold HTTP/1.1\r\nHost: here\r\n\r\n");
    held.await();
    fill(much);
    write(other, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");

    letGo.countDown();

    assertThat(number("read ", answer(other))).isLessThanOrEqualTo(MOST_IN_A_TURN);
  }

  @Test
  void the_system_keeps_little_of_what_a_client_does_not_read() throws Exception {
    assertThat(number("buffer ", ask(connect(), "/"))).isBetween(1L, 512L << 10);
  }

  private SocketChannel connect() throws IOException {
    var client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    open.add(client);
    return client;
  }

  /// Writes as much as the system takes.
  private static void fill(SocketChannel client) throws IOException {
    client.configureBlocking(false);
    while (client.write(ByteBuffer.allocate(1 << 20)) > 0) {}
  }

  private static String ask(SocketChannel client, String path) throws IOException {
    write(client, "GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
    return answer(client);
  }

  private static void write(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String answer(SocketChannel client) throws IOException {
    var bytes = ByteBuffer.allocate(4 << 10);
    String said = "";
    while (!said.endsWith(".")) {
      assertThat(client.read(bytes)).as("bytes of an answer").isPositive();
      said = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }
    return said;
  }

  private static long number(String behind, String said) {
    return Long.parseLong(said.replaceAll("(?s).*" + behind + "([0-9]+).*", "$1"));
  }
}
