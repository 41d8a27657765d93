package dev.hearth.chat.media;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes, in lower-case hex: the name by which a store keeps them.
public record Digest(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a digest has 64 hex digits");
    }
  }

  static Digest of(byte[] sha256) {
    return new Digest(HexFormat.of().formatHex(sha256));
  }

  @Override
  public String toString() {
    return hex;
  }
}
