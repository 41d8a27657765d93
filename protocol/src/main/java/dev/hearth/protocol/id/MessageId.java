package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// A message, named by whoever wrote it: sent twice under one id, it is stored once.
public record MessageId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static MessageId of(String text) {
    return new MessageId(Uuids.parse(text, "message id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<MessageId> find(String text) {
    return Uuids.find(text).map(MessageId::new);
  }

  public static MessageId random() {
    return new MessageId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
