package dev.hearth.edge.blaze;

/// The codes that a close frame may carry over the wire (RFC 6455, §7.4).
final class CloseCode {
  private CloseCode() {}

  /// Whether a client may send this as the payload of its close frame.
  static boolean isFine(byte[] payload) {
    if (payload.length == 0) {
      return true;
    }
    if (payload.length == 1) {
      return false;
    }
    int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
