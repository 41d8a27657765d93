package dev.hearth.edge.media;

import dev.hearth.chat.media.InterruptedUpload;
import dev.hearth.chat.media.Uploaded.Why;
import dev.hearth.edge.Tempo;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of a request, read by another thread than the event loop it comes on. Only a few pieces
/// are requested ahead of the reader: when it doesn't keep up, the client has to wait.
///
/// Made on the request's event loop; read by one thread.
final class IncomingBody extends InputStream {
  /// Pieces are of 8 KiB at most.
  private static final int AHEAD = 16;

  /// The items that the event loop hands to the reader.
  private sealed interface BodyEvent {
    record Piece(Buffer bytes) implements BodyEvent {}

    record End() implements BodyEvent {}

    record Broken() implements BodyEvent {}
  }

  private final HttpServerRequest request;
  private final Context eventLoop;
  private final Tempo tempo;
  // Room for all that was asked for and for how it ends: the event loop never waits.
  private final BlockingQueue<BodyEvent> arrived = new ArrayBlockingQueue<>(AHEAD + 2);
  private final long begun = System.nanoTime();

  // Of the event loop
  private boolean over;

  // Of the reader
  private Buffer piece = Buffer.buffer();
  private boolean ended;
  private int position;
  private int taken;
  private long read;

  IncomingBody(HttpServerRequest request, Context eventLoop, Tempo tempo) {
    this.request = request;
    this.eventLoop = eventLoop;
    this.tempo = tempo;
    request.pause();
    request.handler(bytes -> arrived.add(new BodyEvent.Piece(bytes)));
    request.endHandler(_ -> end(new BodyEvent.End()));
    request.exceptionHandler(_ -> end(new BodyEvent.Broken()));
    request.fetch(AHEAD);
  }

  private void end(BodyEvent how) {
    if (!over) {
      over = true;
      arrived.add(how);
    }
  }

  /// Whether all of it has come, or nothing more will. For the event loop.
  boolean isOver() {
    return over;
  }

  /// Reads on, without a reader, and throws it away. For the event loop, before all has come.
  ///
  /// @param enough called once, when all has come or more than `most` bytes
  void ignore(long most, Runnable enough) {
    var ignored = new long[1];
    request.handler(more -> {
      ignored[0] += more.length();
      if (ignored[0] > most && !over) {
        over = true;
        enough.run();
      }
    });
    request.endHandler(_ -> stopIgnoring(enough));
    request.exceptionHandler(_ -> stopIgnoring(enough));
    request.resume();
  }

  private void stopIgnoring(Runnable enough) {
    if (!over) {
      over = true;
      enough.run();
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (position == piece.length() && !ended) {
      take(next());
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, piece.length() - position);
    piece.getBytes(position, position + count, bytes, offset);
    position += count;
    read += count;
    if (tempo.isTooSlow(begun, read)) {
      throw new InterruptedUpload(Why.TOO_SLOW);
    }
    return count;
  }

  private void take(BodyEvent event) throws InterruptedUpload {
    switch (event) {
      case BodyEvent.Piece(var bytes) -> {
        piece = bytes;
        position = 0;
        if (++taken == AHEAD / 2) {
          taken = 0;
          eventLoop.runOnContext(_ -> askForMore());
        }
      }
      case BodyEvent.End() -> ended = true;
      case BodyEvent.Broken() -> throw new InterruptedUpload(Why.INTERRUPTED);
    }
  }

  private void askForMore() {
    if (!over) {
      request.fetch(AHEAD / 2);
    }
  }

  private BodyEvent next() throws InterruptedUpload {
    try {
      @Nullable BodyEvent next = arrived.poll(tempo.patience().toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new InterruptedUpload(Why.TOO_SLOW);
      }
      return next;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedUpload(Why.INTERRUPTED);
    }
  }
}
