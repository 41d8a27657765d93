package dev.hearth.edge.blaze;

import io.netty.buffer.ByteBuf;

/// The header of a client's frame (RFC 6455, section 5.2), whose first two bytes say how it
/// continues:
///
/// ```
/// byte 0   last frame of its message (1 bit), reserved (3), opcode (4)
/// byte 1   masked (1 bit), length or, for longer payloads, which field has it (7)
///          length (0, 2 or 8 bytes), mask (4 bytes)
/// ```
record FrameHeader(byte first, byte second) {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  /// As many bytes have to be there to {@link #peek}.
  static final int FIRST_BYTES = 2;

  private static final int MASK_BYTES = 4;
  private static final int IN_TWO_BYTES = 126;
  private static final int IN_EIGHT_BYTES = 127;

  /// The header that begins here; the reader stays where it is.
  static FrameHeader peek(ByteBuf bytes) {
    int at = bytes.readerIndex();
    return new FrameHeader(bytes.getByte(at), bytes.getByte(at + 1));
  }

  int opcode() {
    return first & 0x0f;
  }

  /// Whether it is the last frame of its message.
  boolean isLast() {
    return (first & 0x80) != 0;
  }

  boolean usesReservedBits() {
    return (first & 0x70) != 0;
  }

  boolean isMasked() {
    return (second & 0x80) != 0;
  }

  boolean isControl() {
    return opcode() >= CLOSE;
  }

  /// Whether the payload is at most 125 bytes long, as that of a control frame has to be.
  boolean isShort() {
    return shortLength() < IN_TWO_BYTES;
  }

  private int shortLength() {
    return second & 0x7f;
  }

  /// How long the header of a masked frame is.
  int bytes() {
    return FIRST_BYTES + lengthBytes() + MASK_BYTES;
  }

  private int lengthBytes() {
    return switch (shortLength()) {
      case IN_TWO_BYTES -> Short.BYTES;
      case IN_EIGHT_BYTES -> Long.BYTES;
      default -> 0;
    };
  }

  /// How long the payload is; below 0 where the client claims more than 63 bits can say.
  ///
  /// @param bytes begins with the header, which is complete
  long payloadBytes(ByteBuf bytes) {
    int at = bytes.readerIndex() + FIRST_BYTES;
    return switch (shortLength()) {
      case IN_TWO_BYTES -> bytes.getUnsignedShort(at);
      case IN_EIGHT_BYTES -> bytes.getLong(at);
      default -> shortLength();
    };
  }

  /// @param bytes begins with the header, which is complete
  int mask(ByteBuf bytes) {
    return bytes.getInt(bytes.readerIndex() + FIRST_BYTES + lengthBytes());
  }
}
