package dev.hearth.edge.blaze;

/// The codes that a close frame may carry over the wire (RFC 6455, §7.4).
final class CloseCode {
  private CloseCode() {}

  /// The answer to the payload of a client's close frame: the same payload, or the code that says
  /// what is wrong with it.
  static byte[] answer(byte[] payload) {
    if (payload.length == 0) {
      return WireFrame.close(payload);
    }
    if (payload.length == 1 || !isFine((payload[0] & 0xff) << 8 | (payload[1] & 0xff))) {
      return WireFrame.close(WireFrame.PROTOCOL_ERROR);
    }
    return Utf8.isValid(payload, 2, payload.length - 2)
        ? WireFrame.close(payload)
        : WireFrame.close(WireFrame.NOT_UTF8);
  }

  private static boolean isFine(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
