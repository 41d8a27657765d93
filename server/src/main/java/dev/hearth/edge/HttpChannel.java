package dev.hearth.edge;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/// The Netty channel below a connection of Vert.x.
public final class HttpChannel {
  private HttpChannel() {}

  public static Channel of(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }

  /// Ends a request's connection at once. Vert.x's own way waits until what was written has been
  /// read, which a client that doesn't read never lets happen. Any thread.
  public static void drop(HttpServerRequest request) {
    Channel channel = of(request.connection());
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
  }
}
