package dev.hearth.protocol.key;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Plain work on bytes.
final class Bytes {
  private Bytes() {}

  static byte[] join(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /// The bytes that `text` spells in hex, in either case; empty when it spells none.
  static Optional<byte[]> hex(String text) {
    try {
      return Optional.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException notHex) {
      return Optional.empty();
    }
  }
}
