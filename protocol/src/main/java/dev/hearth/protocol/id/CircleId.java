package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// Some of a user's conversations, under a name of theirs.
public record CircleId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static CircleId of(String text) {
    return new CircleId(Uuids.parse(text, "circle id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<CircleId> find(String text) {
    return Uuids.find(text).map(CircleId::new);
  }

  public static CircleId random() {
    return new CircleId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
