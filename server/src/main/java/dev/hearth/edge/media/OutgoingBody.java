package dev.hearth.edge.media;

import dev.hearth.edge.Tempo;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// The body of an answer, written by another thread than the event loop it goes out on. Only a few
/// pieces are under way at once: when the client doesn't keep up, the writer waits.
final class OutgoingBody {
  private static final int PIECE = 32 << 10;
  private static final int UNDER_WAY = 4;

  private final HttpServerResponse response;
  private final Context eventLoop;
  private final Tempo tempo;
  private final Semaphore room = new Semaphore(UNDER_WAY);
  private volatile boolean broken;

  OutgoingBody(HttpServerResponse response, Context eventLoop, Tempo tempo) {
    this.response = response;
    this.eventLoop = eventLoop;
    this.tempo = tempo;
  }

  /// Writes `length` bytes; returns whether all were handed to the network. Blocks.
  ///
  /// @param sent told the size of each piece
  boolean write(InputStream bytes, long length, IntConsumer sent) throws IOException {
    long begun = System.nanoTime();
    long done = 0;
    while (done < length) {
      if (!room() || tempo.isTooSlow(begun, done)) {
        return false;
      }
      byte[] piece = bytes.readNBytes((int) Math.min(PIECE, length - done));
      if (piece.length == 0) {
        throw new IOException("an attachment's file is shorter than it was");
      }
      eventLoop.runOnContext(_ -> write(Buffer.buffer(piece)));
      done += piece.length;
      sent.accept(piece.length);
    }
    return true;
  }

  private void write(Buffer piece) {
    response
        .write(piece)
        .onComplete(written -> {
          broken |= written.failed();
          room.release();
        });
  }

  private boolean room() {
    try {
      return room.tryAcquire(tempo.patience().toMillis(), TimeUnit.MILLISECONDS) && !broken;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
