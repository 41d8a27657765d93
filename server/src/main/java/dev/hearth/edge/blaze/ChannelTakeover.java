package dev.hearth.edge.blaze;

import dev.hearth.edge.HeadDeadline;
import dev.hearth.platform.runtime.LoggedFault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the Netty channel of an HTTP request over from Vert.x: all of its handlers go, one of ours
/// comes. A WebSocket of Vert.x costs 14 KB of heap while it is idle, a bare channel 2 KB.
///
/// It relies on what Vert.x doesn't promise: the names of its handlers, and that `toNetSocket()`
/// writes the response and removes the HTTP codec. That is checked on every takeover, and by a
/// test.
final class ChannelTakeover {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelTakeover.class);

  static final String HANDLER = "blaze";
  private static final String EARLY_BYTES = "early-bytes";
  private static final String DECODER = "httpDecoder";

  /// The handlers that Vert.x has in a channel's pipeline: while it serves HTTP/1.1, and after
  /// `toNetSocket()`. The handlers of TLS stay.
  private static final List<String> SERVING =
      List.of(DECODER, "httpEncoder", "idle", HeadDeadline.NAME, "handler");

  private static final List<String> SERVED =
      List.of(EARLY_BYTES, "idle", HeadDeadline.NAME, "handler");
  private static final List<String> TLS = List.of("ssl", "handshaker", "chunkedWriter");

  private ChannelTakeover() {}

  /// Answers the request with 101 and the headers that its response has by now, then puts one
  /// handler in the place of all of Vert.x's. On the request's event loop, in its handler: the
  /// first bytes after the request may have come with it, and are not lost.
  ///
  /// @param successor makes the handler; called on the channel's event loop, unless the channel has
  ///   closed before
  /// @throws IllegalStateException when the pipeline isn't what we know; nothing was changed then
  static void takeOver(HttpServerRequest request, Function<Channel, ChannelHandler> successor) {
    ChannelPipeline pipeline =
        ((HttpServerConnection) request.connection()).channelHandlerContext().pipeline();
    check(pipeline, SERVING);
    var earlyBytes = new EarlyBytes();
    pipeline.addAfter(DECODER, EARLY_BYTES, earlyBytes);
    Channel channel = pipeline.channel();
    request
        .toNetSocket()
        // Later, because now the decoder is in the middle of telling of the request.
        .onSuccess(_ -> channel.eventLoop().execute(() -> handOver(pipeline, successor)))
        .onFailure(failure -> {
          LOG.error("A channel could not be taken over", LoggedFault.of(failure));
          var _ = channel.close();
        });
  }

  private static void handOver(
      ChannelPipeline pipeline, Function<Channel, ChannelHandler> successor) {
    Channel channel = pipeline.channel();
    if (!channel.isActive()) {
      pipeline.remove(EARLY_BYTES);
      return;
    }
    try {
      check(pipeline, SERVED);
      pipeline.remove("idle");
      pipeline.remove(HeadDeadline.NAME);
      pipeline.remove("handler");
      pipeline.addLast(HANDLER, successor.apply(channel));
      pipeline.remove(EARLY_BYTES);
    } catch (RuntimeException e) {
      LOG.error("A channel could not be taken over", LoggedFault.of(e));
      var _ = channel.close();
    }
  }

  private static void check(ChannelPipeline pipeline, List<String> expected) {
    List<String> names =
        pipeline.toMap().keySet().stream().filter(name -> !TLS.contains(name)).toList();
    if (!names.equals(expected)) {
      throw new IllegalStateException(
          "Vert.x has changed its pipeline from " + expected + " to " + names);
    }
  }

  /// Keeps what comes before our handler is there, and passes it on when it is removed.
  private static final class EarlyBytes extends ChannelInboundHandlerAdapter {
    private final Queue<ByteBuf> kept = new ArrayDeque<>(1);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        kept.add(bytes);
      } else {
        // The end of the request.
        context.fireChannelRead(message);
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (kept.isEmpty()) {
        return;
      }
      for (ByteBuf bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
        context.fireChannelRead(bytes);
      }
      context.fireChannelReadComplete();
    }
  }
}
