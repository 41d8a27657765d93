package dev.hearth.edge.blaze;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// A message that is read to its end without being held, but for its beginning. One event loop.
final class Skipping {
  /// In what is compressed, the id of a request is found in less than this.
  private static final int MOST_KEPT = 4 << 10;

  /// Why it is not held.
  enum SkipReason {
    TOO_LONG,
    NO_ROOM
  }

  private final SkipReason reason;
  private final boolean binary;
  private final byte[] beginning = new byte[MOST_KEPT];
  private int kept;
  private long length;
  private long left;
  private int mask;
  private boolean last;

  Skipping(SkipReason reason, boolean binary) {
    this.reason = reason;
    this.binary = binary;
  }

  SkipReason reason() {
    return reason;
  }

  boolean isBinary() {
    return binary;
  }

  byte[] beginning() {
    return Arrays.copyOf(beginning, kept);
  }

  /// How long the message is so far, with all of the frame that is read now.
  long length() {
    return length;
  }

  boolean isInFrame() {
    return left > 0;
  }

  boolean isAtEnd() {
    return last && left == 0;
  }

  /// Keeps the beginning of the part that came before the message was skipped.
  void keep(byte[] bytes, int count) {
    length += count;
    kept = Math.min(count, MOST_KEPT);
    System.arraycopy(bytes, 0, beginning, 0, kept);
  }

  void beginFrame(long frameLength, int frameMask, boolean lastFrame) {
    length += frameLength;
    left = frameLength;
    mask = frameMask;
    last = lastFrame;
  }

  /// Reads as much of the frame as is there.
  void skip(ByteBuf bytes) {
    int now = (int) Math.min(left, bytes.readableBytes());
    int keeps = Math.min(now, MOST_KEPT - kept);
    for (int i = 0; i < keeps; i++) {
      beginning[kept + i] =
          (byte) (bytes.getByte(bytes.readerIndex() + i) ^ mask >> (24 - 8 * (i & 3)));
    }
    kept += keeps;
    bytes.skipBytes(now);
    left -= now;
    // The next byte may be in the middle of the mask.
    mask = Integer.rotateLeft(mask, 8 * (now & 3));
  }
}
