package dev.hearth.protocol;

import java.util.Optional;
import java.util.UUID;

/// A contact's or a group's conversation.
public record ConversationId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static ConversationId of(String text) {
    return new ConversationId(Uuids.parse(text, "conversation id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<ConversationId> find(String text) {
    return Uuids.find(text).map(ConversationId::new);
  }

  public static ConversationId random() {
    return new ConversationId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
