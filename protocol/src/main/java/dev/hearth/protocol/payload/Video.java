package dev.hearth.protocol.payload;

import java.time.Duration;
import java.util.Optional;

/// `PLAIN_VIDEO`: a film.
///
/// @param width in pixels; phones show no video without it, so 0 (not known) is only read
/// @param height likewise
/// @param duration up to 366 days, in whole milliseconds
/// @param thumbnail a small JPEG as base64, or a blurhash; up to 262,144 characters
/// @param caption up to 65,536 characters
public record Video(
    Attachment attachment,
    int width,
    int height,
    Duration duration,
    Optional<String> thumbnail,
    Optional<String> caption)
    implements Attached {

  /// @throws IllegalArgumentException when something is out of its bounds
  public Video {
    Bounds.notNegative("width", width);
    Bounds.notNegative("height", height);
    duration = Bounds.millis("duration", duration);
    Bounds.atMost("thumbnail", thumbnail, Bounds.THUMBNAIL);
    Bounds.atMost("caption", caption, Bounds.WORDS);
  }

  public static Video of(Attachment attachment, int width, int height, Duration duration) {
    return new Video(attachment, width, height, duration, Optional.empty(), Optional.empty());
  }

  public static Reading<Video> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new Video(
                Attachment.from(fields),
                fields.intOr0("width"),
                fields.intOr0("height"),
                fields.millis("duration"),
                fields.text("thumbnail"),
                fields.text("caption")));
  }

  @Override
  public String category() {
    return "PLAIN_VIDEO";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      attachment.write(out);
      out.writeNumberProperty("width", width);
      out.writeNumberProperty("height", height);
      out.writeNumberProperty("duration", duration.toMillis());
      PayloadJson.write(out, "thumbnail", thumbnail);
      PayloadJson.write(out, "caption", caption);
    });
  }
}
