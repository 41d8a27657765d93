package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// One signed-in device of a user: what reads, and what acknowledges.
public record SessionId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static SessionId of(String text) {
    return new SessionId(Uuids.parse(text, "session id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<SessionId> find(String text) {
    return Uuids.find(text).map(SessionId::new);
  }

  public static SessionId random() {
    return new SessionId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
