package dev.hearth.protocol.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

/// `PLAIN_POST`: something longer, in Markdown. Apps show its first lines, and the rest on a page.
///
/// @param markdown up to 1,048,576 characters. It may hold HTML, which is not to be run
public record Post(String markdown) implements Payload.Sendable {

  /// @throws IllegalArgumentException when it is too long, or cut in the middle of a character
  public Post {
    Bounds.atMost("the post", markdown, Bounds.TEXT);
  }

  /// Bytes that are not UTF-8 become U+FFFD.
  public static Reading<Post> parse(byte[] payload) {
    return Bounds.reading(() -> new Post(new String(payload, UTF_8)));
  }

  @Override
  public String category() {
    return "PLAIN_POST";
  }

  @Override
  public byte[] toBytes() {
    return markdown.getBytes(UTF_8);
  }
}
