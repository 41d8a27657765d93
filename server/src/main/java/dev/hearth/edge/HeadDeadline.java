package dev.hearth.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a connection over which no request comes: the head of the first must be there soon, and
/// those of the next ones not much later than the answer before. It doesn't help to send a byte now
/// and then.
///
/// Sits before the last handler of Vert.x, where requests are parsed and answers aren't written
/// yet. Of the channel's event loop.
public final class HeadDeadline extends ChannelDuplexHandler {
  /// Its name in the pipeline.
  public static final String NAME = "head-deadline";

  private static final String LAST_OF_VERTX = "handler";

  /// @param first for the first head
  /// @param next for each further one
  public record Patience(Duration first, Duration next) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(75));
  }

  private final Patience patience;
  private long deadline;
  private int unanswered;
  private @Nullable Future<?> look;

  private HeadDeadline(Patience patience) {
    this.patience = patience;
  }

  /// Watches a connection that is new. On its event loop.
  static void watch(HttpConnection connection, Patience patience) {
    HttpChannel.of(connection)
        .pipeline()
        .addBefore(LAST_OF_VERTX, NAME, new HeadDeadline(patience));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    waitFor(context, patience.first());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    Future<?> pending = look;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    handlerRemoved(context);
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      unanswered++;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (message instanceof LastHttpContent && !interim) {
      unanswered = Math.max(0, unanswered - 1);
      deadline = System.nanoTime() + patience.next().toNanos();
    }
    var _ = context.write(message, promise);
  }

  private void waitFor(ChannelHandlerContext context, Duration head) {
    deadline = System.nanoTime() + head.toNanos();
    lookIn(context, head.toNanos());
  }

  private void lookIn(ChannelHandlerContext context, long nanos) {
    look = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    long left = deadline - System.nanoTime();
    if (unanswered > 0) {
      lookIn(context, patience.next().toNanos());
    } else if (left > 0) {
      lookIn(context, left);
    } else {
      var channel = context.channel();
      channel.unsafe().close(channel.voidPromise());
    }
  }
}
