package dev.hearth.sdk.sealing;

import dev.hearth.protocol.WireBase64;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The content that the apps seal in a `SIGNAL_…`: mostly that of a `PLAIN_…` of the same kind; for
/// some kinds, that content in base64.
final class Inside {
  private static final Set<String> IN_BASE_64 =
      Set.of("IMAGE", "VIDEO", "AUDIO", "DATA", "STICKER", "CONTACT", "LIVE");
  private static final String TRANSCRIPT = "TRANSCRIPT";

  private Inside() {}

  /// @param kind such as `TEXT`
  static byte[] of(String kind, byte[] content) {
    return IN_BASE_64.contains(kind)
        ? WireBase64.standard(content).getBytes(StandardCharsets.US_ASCII)
        : content;
  }

  /// The content, as a `PLAIN_…` carries it. Of transcripts the apps read both spellings.
  static byte[] open(String kind, byte[] inside) {
    boolean maybe = IN_BASE_64.contains(kind) || kind.equals(TRANSCRIPT);
    if (!maybe || inside.length == 0 || inside[0] == '{' || inside[0] == '[') {
      return inside;
    }
    return WireBase64.decode(new String(inside, StandardCharsets.US_ASCII)).orElse(inside);
  }
}
