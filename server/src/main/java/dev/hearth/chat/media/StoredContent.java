package dev.hearth.chat.media;

/// Bytes, by name: what is in an attachment.
///
/// @param size in bytes
public record StoredContent(Digest digest, long size) {
  public StoredContent {
    if (size < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }
}
