package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// A link with a short name.
public record SchemeId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static SchemeId of(String text) {
    return new SchemeId(Uuids.parse(text, "scheme id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<SchemeId> find(String text) {
    return Uuids.find(text).map(SchemeId::new);
  }

  public static SchemeId random() {
    return new SchemeId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
