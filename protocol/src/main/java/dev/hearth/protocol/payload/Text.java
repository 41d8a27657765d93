package dev.hearth.protocol.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

/// `PLAIN_TEXT`: a few words, in UTF-8.
///
/// @param text up to 1,048,576 characters; apps show 65,536
public record Text(String text) implements Payload.Sendable {

  /// @throws IllegalArgumentException when it is too long, or cut in the middle of a character
  public Text {
    Bounds.atMost("the text", text, Bounds.TEXT);
  }

  /// Bytes that are not UTF-8 become U+FFFD.
  public static Reading<Text> parse(byte[] payload) {
    return Bounds.reading(() -> new Text(new String(payload, UTF_8)));
  }

  @Override
  public String category() {
    return "PLAIN_TEXT";
  }

  @Override
  public byte[] toBytes() {
    return text.getBytes(UTF_8);
  }
}
