package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.PortListener;
import dev.hearth.edge.TestingVertx;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// If this fails after an upgrade of Vert.x, read {@link ChannelTakeover} against its
/// `Http1ServerConnection.netSocket()` before anything else.
final class ChannelTakeoverTest {
  private static final String TAIL = "DefaultChannelPipeline$TailContext#0";

  private final CompletableFuture<List<String>> before = new CompletableFuture<>();
  private final CompletableFuture<List<String>> after = new CompletableFuture<>();
  private final CompletableFuture<String> received = new CompletableFuture<>();
  private final Vertx vertx = TestingVertx.open();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void of_vertx_nothing_is_left_in_the_pipeline_and_no_byte_is_lost() throws Exception {
    int port = open(Optional.empty());

    talk(new Socket(InetAddress.getLoopbackAddress(), port));

    assertThat(before.get(10, TimeUnit.SECONDS))
        .containsExactly("httpDecoder", "httpEncoder", "idle", "head-deadline", "handler", TAIL);
    assertThat(after.get(10, TimeUnit.SECONDS)).containsExactly("blaze", TAIL);
    assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("first second!");
  }

  @Test
  void of_tls_what_deciphers_is_left() throws Exception {
    int port = open(Optional.of(TestingTls.tls()));

    talk(TestingTls.connect(port));

    assertThat(after.get(10, TimeUnit.SECONDS)).containsExactly("ssl", "blaze", TAIL);
    assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("first second!");
  }

  private int open(Optional<PortListener.Tls> tls) {
    var settings = new PortListener.PortSettings("localhost", 0, tls);
    return PortListener.open(vertx, 1, settings, this::take).port();
  }

  private void take(HttpServerRequest request) {
    var connection = (HttpServerConnection) request.connection();
    before.complete(connection.channelHandlerContext().pipeline().names());
    ChannelTakeover.takeOver(
        request,
        channel -> {
          channel.eventLoop().execute(() -> tell(channel));
          return new Listening();
        });
  }

  private void tell(Channel channel) {
    after.complete(channel.pipeline().names());
  }

  private static void talk(Socket socket) throws IOException {
    byte[] early = "first ".getBytes(StandardCharsets.UTF_8);
    try (var client = new TestingClient(socket, TestingClient.request("/"), early)) {
      client.write("second!".getBytes(StandardCharsets.UTF_8));

      assertThat(client.head()).startsWith("HTTP/1.1 101");
    }
  }

  private final class Listening extends ChannelInboundHandlerAdapter {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      heard.append(bytes.toString(StandardCharsets.UTF_8));
      bytes.release();
      if (heard.toString().endsWith("!")) {
        received.complete(heard.toString());
      }
    }
  }
}
