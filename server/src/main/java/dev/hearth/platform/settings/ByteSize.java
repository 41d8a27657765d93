package dev.hearth.platform.settings;

/// A number of bytes, written `64 KiB` in a settings file.
public record ByteSize(long bytes) {
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }

  /// The number of bytes, for what is bounded by the size of an array.
  public int intBytes() {
    return Math.toIntExact(bytes);
  }
}
