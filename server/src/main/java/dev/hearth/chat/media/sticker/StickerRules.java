package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.PictureForm;
import dev.hearth.chat.media.Pictures;
import java.util.Optional;

/// The bounds for pictures that become stickers or covers.
///
/// @param meaning the bounds in words
record StickerRules(String meaning, int leastBytes, int leastPixels, int mostPixels) {
  static final String A_STICKER =
      "a PNG, GIF, JPEG or WebP of 1 KiB to 1 MiB and 128 to 1024 pixels";
  static final StickerRules STICKER = new StickerRules(A_STICKER, 1_024, 128, 1_024);
  static final StickerRules COVER =
      new StickerRules(
          "a PNG, GIF, JPEG or WebP of at most 1 MiB and 16 to 2048 pixels", 1, 16, 2_048);

  /// The picture's form, if it may be used.
  Optional<PictureForm> find(byte[] bytes) {
    return bytes.length < leastBytes || bytes.length > Pictures.MOST_BYTES
        ? Optional.empty()
        : PictureForm.of(bytes).filter(form -> form.within(leastPixels, mostPixels));
  }
}
