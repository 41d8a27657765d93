package dev.hearth.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Writes WebSocket frames as a client must: whole and masked.
final class ClientFrame {
  static final int BINARY = 0x2;
  static final int PONG = 0xA;

  private static final int MOST_HEADER = 14;

  private ClientFrame() {}

  /// @param bytes the payload; masked in place
  static ByteBuf write(ByteBufAllocator allocator, int opcode, byte[] bytes, int length, int mask) {
    ByteBuf frame = allocator.ioBuffer(length + MOST_HEADER);
    frame.writeByte(0x80 | opcode);
    if (length < 126) {
      frame.writeByte(0x80 | length);
    } else if (length < 1 << 16) {
      frame.writeByte(0x80 | 126).writeShort(length);
    } else {
      frame.writeByte(0x80 | 127).writeLong(length);
    }
    frame.writeInt(mask);
    mask(bytes, length, mask);
    return frame.writeBytes(bytes, 0, length);
  }

  private static void mask(byte[] bytes, int length, int mask) {
    byte[] key = {(byte) (mask >>> 24), (byte) (mask >>> 16), (byte) (mask >>> 8), (byte) mask};
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      bytes[i] ^= key[0];
      bytes[i + 1] ^= key[1];
      bytes[i + 2] ^= key[2];
      bytes[i + 3] ^= key[3];
    }
    for (; i < length; i++) {
      bytes[i] ^= key[i & 3];
    }
  }
}
