package dev.hearth.protocol.payload;

/// `PLAIN_LIVE`: a stream to watch.
///
/// @param url 1 to 4,096 characters
/// @param thumbnailUrl of a picture to show before it plays; 1 to 4,096 characters
/// @param width in pixels, from 1
/// @param height likewise
/// @param shareable whether clients offer to forward it
public record Live(String url, String thumbnailUrl, int width, int height, boolean shareable)
    implements Payload.Sendable {

  /// @throws IllegalArgumentException when something is out of its bounds
  public Live {
    Bounds.some("url", url, Bounds.URL);
    Bounds.some("thumb_url", thumbnailUrl, Bounds.URL);
    Bounds.check(width > 0, "width is not positive");
    Bounds.check(height > 0, "height is not positive");
  }

  public static Reading<Live> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new Live(
                fields.textOr("url"),
                fields.textOr("thumb_url"),
                fields.intOr0("width"),
                fields.intOr0("height"),
                !fields.isFalse("shareable")));
  }

  @Override
  public String category() {
    return "PLAIN_LIVE";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("url", url);
      out.writeStringProperty("thumb_url", thumbnailUrl);
      out.writeNumberProperty("width", width);
      out.writeNumberProperty("height", height);
      out.writeBooleanProperty("shareable", shareable);
    });
  }
}
