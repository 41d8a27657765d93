package dev.hearth.protocol.payload;

import java.util.Optional;

/// `PLAIN_IMAGE`: a picture.
///
/// @param width in pixels, from 1: clients show no image without it
/// @param height likewise
/// @param thumbnail a small JPEG as base64, or a blurhash; up to 262,144 characters
/// @param caption up to 65,536 characters
public record Image(
    Attachment attachment,
    int width,
    int height,
    Optional<String> thumbnail,
    Optional<String> caption)
    implements Attached {

  /// @throws IllegalArgumentException when something is out of its bounds
  public Image {
    Bounds.check(width > 0, "width is not positive");
    Bounds.check(height > 0, "height is not positive");
    Bounds.atMost("thumbnail", thumbnail, Bounds.THUMBNAIL);
    Bounds.atMost("caption", caption, Bounds.WORDS);
  }

  public static Image of(Attachment attachment, int width, int height) {
    return new Image(attachment, width, height, Optional.empty(), Optional.empty());
  }

  public static Reading<Image> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new Image(
                Attachment.from(fields),
                fields.intOr0("width"),
                fields.intOr0("height"),
                fields.text("thumbnail"),
                fields.text("caption")));
  }

  @Override
  public String category() {
    return "PLAIN_IMAGE";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      attachment.write(out);
      out.writeNumberProperty("width", width);
      out.writeNumberProperty("height", height);
      PayloadJson.write(out, "thumbnail", thumbnail);
      PayloadJson.write(out, "caption", caption);
    });
  }
}
