package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// A person or a bot. A bot's user id is also its app id.
public record UserId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static UserId of(String text) {
    return new UserId(Uuids.parse(text, "user id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<UserId> find(String text) {
    return Uuids.find(text).map(UserId::new);
  }

  public static UserId random() {
    return new UserId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
