package dev.hearth.chat.media;

/// Bytes, by name: what is in an attachment.
///
/// @param size in bytes
public record Content(Digest digest, long size) {
  public Content {
    if (size < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }
}
