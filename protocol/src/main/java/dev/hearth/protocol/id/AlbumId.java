package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// Stickers that belong together.
public record AlbumId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static AlbumId of(String text) {
    return new AlbumId(Uuids.parse(text, "album id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<AlbumId> find(String text) {
    return Uuids.find(text).map(AlbumId::new);
  }

  public static AlbumId random() {
    return new AlbumId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
