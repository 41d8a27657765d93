package dev.hearth.chat.media;

import dev.hearth.platform.runtime.DiskFull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Pictures that everybody may see who knows their digest: stickers and the covers of albums. One
/// is kept once, however often it is used, and for good: messages name them.
///
/// Any thread may call; calls block.
public final class Pictures {
  /// The largest, in bytes.
  public static final int MOST_BYTES = 1 << 20;

  private final ContentStore store;

  public Pictures(ContentStore store) {
    this.store = store;
  }

  /// A picture's bytes, and what they are.
  public record Picture(PictureType type, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  /// Keeps a picture; once this returns, it is there to stay.
  ///
  /// @throws IllegalArgumentException when it is too large, or no picture
  /// @throws UncheckedIOException when the store is full or broken
  public Digest keep(byte[] bytes) {
    if (bytes.length > MOST_BYTES || PictureType.of(bytes).isEmpty()) {
      throw new IllegalArgumentException("not a picture, or too large");
    }
    try (var draft = store.draft(bytes.length)) {
      draft.write(bytes, 0, bytes.length);
      var content = draft.finish();
      draft.keep();
      return content.digest();
    } catch (StoreFull _) {
      throw new DiskFull();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Optional<Picture> find(Digest digest) {
    try {
      var open = store.open(digest, 0);
      if (open.isEmpty()) {
        return Optional.empty();
      }
      try (var stream = open.get()) {
        byte[] bytes = stream.readNBytes(MOST_BYTES);
        return PictureType.of(bytes).map(type -> new Picture(type, bytes));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
