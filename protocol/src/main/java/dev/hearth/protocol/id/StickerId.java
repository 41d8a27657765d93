package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// A picture that says more than words.
public record StickerId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static StickerId of(String text) {
    return new StickerId(Uuids.parse(text, "sticker id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<StickerId> find(String text) {
    return Uuids.find(text).map(StickerId::new);
  }

  public static StickerId random() {
    return new StickerId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
