package dev.hearth.chat.media;

import dev.hearth.chat.directory.account.PortraitName;
import java.util.Optional;

/// The picture that a user or a group shows, by what its first bytes say it is: nothing else is
/// shown to others.
///
/// @param bytes at most {@link #LARGEST}; not to be written to
public record Portrait(PictureType type, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
  /// In bytes.
  public static final int LARGEST = 512 * 1024;

  public Portrait {
    if (bytes.length > LARGEST) {
      throw new IllegalArgumentException("a portrait has at most " + LARGEST + " bytes");
    }
  }

  /// The portrait in these bytes; empty when they are not a picture, or too large.
  public static Optional<Portrait> of(byte[] bytes) {
    return bytes.length > LARGEST
        ? Optional.empty()
        : PictureType.of(bytes).map(type -> new Portrait(type, bytes));
  }

  public PortraitName name() {
    String ending = type == PictureType.JPEG ? "jpg" : type.wire();
    return new PortraitName(Digest.ofBytes(bytes) + "." + ending);
  }
}
