package dev.hearth.sdk.blaze;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.Gunzip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Makes frames of what a socket delivers in pieces. One thread adds; any may close.
final class IncomingFrames implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(IncomingFrames.class.getName());
  private static final int MOST_WIRE_BYTES = 4 << 20;
  private static final int MOST_INFLATED_BYTES = 16 << 20;

  // Guards the unpacking, whose memory outside the heap is let go of by whoever closes.
  private final ReentrantLock unpacking = new ReentrantLock();
  private final Gunzip gunzip = new Gunzip();
  private boolean closed;
  private ByteArrayOutputStream partial = new ByteArrayOutputStream();

  /// The frame that this piece completes, if it does and can be read; what can't is skipped.
  ///
  /// @throws IOException when the frame is longer than 4 MiB
  Optional<BlazeReply> add(ByteBuffer piece, boolean last) throws IOException {
    if (partial.size() + piece.remaining() > MOST_WIRE_BYTES) {
      throw new IOException("a frame is too long");
    }
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    if (!last) {
      partial.writeBytes(bytes);
      return Optional.empty();
    }
    if (partial.size() > 0) {
      partial.writeBytes(bytes);
      bytes = partial.toByteArray();
      partial = new ByteArrayOutputStream();
    }
    return unpack(bytes).flatMap(BlazeReply::parse);
  }

  @Override
  public void close() {
    unpacking.lock();
    try {
      closed = true;
      gunzip.close();
    } finally {
      unpacking.unlock();
    }
  }

  private Optional<byte[]> unpack(byte[] bytes) {
    unpacking.lock();
    try {
      if (closed) {
        return Optional.empty();
      }
      return switch (gunzip.unpack(bytes, 0, bytes.length, MOST_INFLATED_BYTES)) {
        case Gunzip.GunzipOutcome.Unpacked(byte[] json) -> Optional.of(json);
        case Gunzip.GunzipOutcome.Refused(var reason, var ignored) -> {
          LOG.log(Level.WARNING, () -> "Skipped a frame: " + reason);
          yield Optional.empty();
        }
      };
    } finally {
      unpacking.unlock();
    }
  }
}
