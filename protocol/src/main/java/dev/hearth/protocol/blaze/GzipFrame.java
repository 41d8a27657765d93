package dev.hearth.protocol.blaze;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Packs a frame's JSON as Blaze carries it: one gzip member (RFC 1952) a frame. Frames must be
/// gzip, but nobody says compressed.
public final class GzipFrame {
  static final int HEADER_BYTES = 10;
  static final int TRAILER_BYTES = 8;
  private static final int MOST_STORED_BYTES = 65_535;
  private static final int STORED_HEADER_BYTES = 5;

  private GzipFrame() {}

  /// Packs `json`. Below `storedBelow` bytes it is copied as it is, which takes tens of nanoseconds
  /// and 23 bytes; from there on it is compressed at the fastest level, which takes microseconds
  /// and, while it runs, a compressor's 256 KiB outside the heap.
  public static byte[] pack(byte[] json, int storedBelow) {
    return json.length < storedBelow ? stored(json) : compressed(json);
  }

  private static byte[] stored(byte[] json) {
    int blocks = Math.max(1, (json.length + MOST_STORED_BYTES - 1) / MOST_STORED_BYTES);
    byte[] frame =
        new byte[HEADER_BYTES + blocks * STORED_HEADER_BYTES + json.length + TRAILER_BYTES];
    header(frame);
    int at = HEADER_BYTES;
    int from = 0;
    for (int block = 1; block <= blocks; block++) {
      int length = Math.min(MOST_STORED_BYTES, json.length - from);
      frame[at] = (byte) (block == blocks ? 1 : 0);
      littleEndian(frame, at + 1, 2, length);
      littleEndian(frame, at + 3, 2, ~length);
      System.arraycopy(json, from, frame, at + STORED_HEADER_BYTES, length);
      at += STORED_HEADER_BYTES + length;
      from += length;
    }
    trailer(frame, at, json);
    return frame;
  }

  private static byte[] compressed(byte[] json) {
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      // Data that can't be compressed grows by less than this.
      byte[] frame = new byte[json.length + json.length / 1000 + 64];
      header(frame);
      deflater.setInput(json);
      deflater.finish();
      int at = HEADER_BYTES;
      while (!deflater.finished()) {
        if (at == frame.length) {
          frame = Arrays.copyOf(frame, frame.length * 2);
        }
        at += deflater.deflate(frame, at, frame.length - at);
      }
      frame = Arrays.copyOf(frame, at + TRAILER_BYTES);
      trailer(frame, at, json);
      return frame;
    } finally {
      deflater.end();
    }
  }

  // Deflate; no name, no time, no system.
  private static void header(byte[] frame) {
    frame[0] = 0x1f;
    frame[1] = (byte) 0x8b;
    frame[2] = 8;
    frame[9] = (byte) 0xff;
  }

  private static void trailer(byte[] frame, int at, byte[] json) {
    var checksum = new CRC32();
    checksum.update(json);
    littleEndian(frame, at, 4, (int) checksum.getValue());
    littleEndian(frame, at + 4, 4, json.length);
  }

  private static void littleEndian(byte[] frame, int at, int bytes, int value) {
    for (int i = 0; i < bytes; i++) {
      frame[at + i] = (byte) (value >> (8 * i));
    }
  }
}
