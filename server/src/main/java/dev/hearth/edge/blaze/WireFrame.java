package dev.hearth.edge.blaze;

/// WebSocket frames as a server sends them: complete, header and payload. A server doesn't mask, so
/// the bytes are the same for everybody.
final class WireFrame {
  static final int PROTOCOL_ERROR = 1002;
  static final int NOT_UTF8 = 1007;
  static final int TOO_SLOW = 1008;
  static final int TOO_LONG = 1009;
  static final int SERVER_ERROR = 1011;
  static final int TRY_AGAIN_LATER = 1013;

  private static final int LAST = 0x80;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xa;

  private WireFrame() {}

  static byte[] binary(byte[] payload) {
    return frame(BINARY, payload);
  }

  static byte[] ping() {
    return frame(PING, new byte[0]);
  }

  static byte[] pong(byte[] payload) {
    return frame(PONG, payload);
  }

  static byte[] close(int code) {
    return close(new byte[] {(byte) (code >> 8), (byte) code});
  }

  /// @param payload a code and a reason, or nothing
  static byte[] close(byte[] payload) {
    return frame(CLOSE, payload);
  }

  private static byte[] frame(int opcode, byte[] payload) {
    int length = payload.length;
    int header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    byte[] frame = new byte[header + length];
    frame[0] = (byte) (LAST | opcode);
    if (header == 2) {
      frame[1] = (byte) length;
    } else if (header == 4) {
      frame[1] = 126;
      frame[2] = (byte) (length >> 8);
      frame[3] = (byte) length;
    } else {
      // Arrays are shorter than 2 GiB: the upper four bytes stay 0.
      frame[1] = 127;
      frame[6] = (byte) (length >> 24);
      frame[7] = (byte) (length >> 16);
      frame[8] = (byte) (length >> 8);
      frame[9] = (byte) length;
    }
    System.arraycopy(payload, 0, frame, header, length);
    return frame;
  }
}
