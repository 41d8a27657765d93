package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.FrontDoor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// If this fails after an upgrade of Vert.x, read {@link ChannelTakeover} against its
/// `Http1ServerConnection.netSocket()` before anything else.
final class ChannelTakeoverTest {

  @Test
  void of_vertx_nothing_is_left_in_the_pipeline_and_no_byte_is_lost() throws Exception {
    Vertx vertx = Vertx.vertx();
    var before = new CompletableFuture<List<String>>();
    var after = new CompletableFuture<List<String>>();
    var received = new CompletableFuture<String>();
    var bytes = new StringBuilder();
    var door =
        FrontDoor.open(
            vertx,
            1,
            new FrontDoor.Settings("127.0.0.1", 0, Optional.empty()),
            request -> {
              var connection = (HttpServerConnection) request.connection();
              before.complete(connection.channelHandlerContext().pipeline().names());
              ChannelTakeover.take(
                  request,
                  channel -> {
                    channel.eventLoop().execute(() -> after.complete(channel.pipeline().names()));
                    return new ChannelInboundHandlerAdapter() {
                      @Override
                      public void channelRead(ChannelHandlerContext context, Object message) {
                        var some = (ByteBuf) message;
                        bytes.append(some.toString(StandardCharsets.UTF_8));
                        some.release();
                        if (bytes.toString().endsWith("!")) {
                          received.complete(bytes.toString());
                        }
                      }
                    };
                  });
            },
            request -> request.response().end());
    try (var client =
        TestingClient.handshake(
            door.port(), TestingClient.request("/"), "first ".getBytes(StandardCharsets.UTF_8))) {
      client.write("second!".getBytes(StandardCharsets.UTF_8));

      assertThat(client.head()).startsWith("HTTP/1.1 101");
      assertThat(before.get(10, TimeUnit.SECONDS))
          .containsExactly(
              "httpDecoder",
              "httpEncoder",
              "idle",
              "handler",
              "DefaultChannelPipeline$TailContext#0");
      assertThat(after.get(10, TimeUnit.SECONDS))
          .containsExactly("blaze", "DefaultChannelPipeline$TailContext#0");
      assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("first second!");
    } finally {
      vertx.close().await();
    }
  }
}
