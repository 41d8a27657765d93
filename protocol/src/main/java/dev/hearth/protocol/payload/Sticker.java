package dev.hearth.protocol.payload;

import java.util.Optional;
import java.util.UUID;

/// `PLAIN_STICKER`: a sticker. Today's clients know it by its id; the first ones knew it by its
/// album and its name in there. One of the two there is.
///
/// @param name up to 1,024 characters
public record Sticker(Optional<UUID> id, Optional<UUID> album, Optional<String> name)
    implements Payload.Sendable {

  /// @throws IllegalArgumentException when it does not say which sticker
  public Sticker {
    Bounds.atMost("name", name, Bounds.NAME);
    Bounds.check(
        id.isPresent() || (album.isPresent() && name.isPresent()),
        "sticker_id is missing, or album_id and name");
  }

  public static Sticker of(UUID id) {
    return new Sticker(Optional.of(id), Optional.empty(), Optional.empty());
  }

  public static Reading<Sticker> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields -> new Sticker(fields.id("sticker_id"), fields.id("album_id"), fields.text("name")));
  }

  @Override
  public String category() {
    return "PLAIN_STICKER";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      PayloadJson.write(out, "sticker_id", id);
      PayloadJson.write(out, "album_id", album);
      PayloadJson.write(out, "name", name);
    });
  }
}
