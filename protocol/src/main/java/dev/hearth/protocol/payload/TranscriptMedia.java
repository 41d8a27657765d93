package dev.hearth.protocol.payload;

import dev.hearth.protocol.WireBase64;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The media fields of a quoted message; all empty for a message without media.
///
/// @param url up to 4,096 characters
/// @param name up to 1,024 characters
/// @param mimeType up to 255 characters
/// @param size in bytes; 0 when not known
/// @param width in pixels; 0 when not known
/// @param height likewise
/// @param duration in whole milliseconds; zero when not known
/// @param status the status of the media at the user who forwards it, such as `DONE`; up to 64
///   characters
/// @param waveform base64, up to 8,192 characters
/// @param thumbnail a small JPEG as base64, or a blurhash; up to 262,144 characters
/// @param thumbnailUrl up to 4,096 characters
/// @param keys of an encrypted attachment
/// @param createdAt when it was uploaded; kept to the microsecond
public record TranscriptMedia(
    Optional<String> url,
    Optional<String> name,
    Optional<String> mimeType,
    long size,
    int width,
    int height,
    Duration duration,
    Optional<String> status,
    Optional<String> waveform,
    Optional<String> thumbnail,
    Optional<String> thumbnailUrl,
    Optional<Attachment.Keys> keys,
    Optional<Instant> createdAt) {

  public static final TranscriptMedia NONE =
      new TranscriptMedia(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          0,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// @throws IllegalArgumentException when something is out of its bounds
  public TranscriptMedia {
    Bounds.atMost("media_url", url, Bounds.URL);
    Bounds.atMost("media_name", name, Bounds.NAME);
    Bounds.atMost("media_mime_type", mimeType, 255);
    Bounds.notNegative("media_size", size);
    Bounds.notNegative("media_width", width);
    Bounds.notNegative("media_height", height);
    duration = Bounds.millis("media_duration", duration);
    Bounds.atMost("media_status", status, 64);
    Bounds.atMost("media_waveform", waveform, 8192);
    Bounds.atMost("thumb_image", thumbnail, Bounds.THUMBNAIL);
    Bounds.atMost("thumb_url", thumbnailUrl, Bounds.URL);
    createdAt = createdAt.map(time -> Bounds.micros("media_created_at", time));
  }

  static TranscriptMedia from(Fields fields) {
    return new TranscriptMedia(
        fields.text("media_url"),
        fields.text("media_name"),
        fields.text("media_mime_type"),
        fields.numberOr0("media_size"),
        fields.intOr0("media_width"),
        fields.intOr0("media_height"),
        fields.millis("media_duration"),
        fields.text("media_status"),
        fields.text("media_waveform"),
        fields.text("thumb_image"),
        fields.text("thumb_url"),
        Attachment.Keys.find(fields, "media_key", "media_digest"),
        fields.time("media_created_at"));
  }

  void write(JsonGenerator out) {
    PayloadJson.write(out, "media_url", url);
    PayloadJson.write(out, "media_name", name);
    PayloadJson.write(out, "media_mime_type", mimeType);
    writeSome(out, "media_size", size);
    writeSome(out, "media_width", width);
    writeSome(out, "media_height", height);
    writeSome(out, "media_duration", duration.toMillis());
    PayloadJson.write(out, "media_status", status);
    PayloadJson.write(out, "media_waveform", waveform);
    PayloadJson.write(out, "thumb_image", thumbnail);
    PayloadJson.write(out, "thumb_url", thumbnailUrl);
    keys.ifPresent(it -> {
      out.writeStringProperty("media_key", WireBase64.standard(it.key()));
      out.writeStringProperty("media_digest", WireBase64.standard(it.digest()));
    });
    createdAt.ifPresent(time -> PayloadJson.writeTime(out, "media_created_at", time));
  }

  private static void writeSome(JsonGenerator out, String name, long number) {
    if (number > 0) {
      out.writeNumberProperty(name, number);
    }
  }
}
