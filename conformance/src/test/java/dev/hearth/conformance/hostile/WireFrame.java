package dev.hearth.conformance.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A WebSocket frame, right or wrong.
///
/// @param first the first byte: FIN, the reserved bits and the opcode
/// @param announced how long it says it is
record WireFrame(
    int first,
    boolean masked,
    long announced,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload) {
  static final int FIN = 0x80;
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  static WireFrame of(int opcode, byte[] payload) {
    return new WireFrame(FIN | opcode, true, payload.length, payload);
  }

  static WireFrame of(int opcode, String payload) {
    return of(opcode, payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  static WireFrame binary(byte[] payload) {
    return of(BINARY, payload);
  }

  /// With more to follow.
  WireFrame unfinished() {
    return new WireFrame(first & ~FIN, masked, announced, payload);
  }

  WireFrame withBits(int more) {
    return new WireFrame(first | more, masked, announced, payload);
  }

  WireFrame unmasked() {
    return new WireFrame(first, false, announced, payload);
  }

  /// Says that it is `length` bytes long, whatever it is.
  WireFrame announcing(long length) {
    return new WireFrame(first, masked, length, payload);
  }

  byte[] toBytes() {
    var bytes = new ByteArrayOutputStream();
    bytes.write(first);
    int bit = masked ? 0x80 : 0;
    if (announced >= 0 && announced < 126) {
      bytes.write(bit | (int) announced);
    } else if (announced >= 0 && announced < 65_536) {
      bytes.write(bit | 126);
      bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) announced).array());
    } else {
      bytes.write(bit | 127);
      bytes.writeBytes(ByteBuffer.allocate(8).putLong(announced).array());
    }
    if (masked) {
      bytes.writeBytes(MASK);
    }
    for (int i = 0; i < payload.length; i++) {
      bytes.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
    }
    return bytes.toByteArray();
  }
}
