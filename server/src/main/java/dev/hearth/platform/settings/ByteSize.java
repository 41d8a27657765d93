package dev.hearth.platform.settings;

/// A number of bytes, written `64 KiB` in a settings file.
public record ByteSize(long bytes) {
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }
}
