package dev.hearth.protocol.id;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
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

  /// The one conversation of two people, whoever names it first; of somebody with themselves, too.
  public static ConversationId ofContact(UserId a, UserId b) {
    return new ConversationId(joined(a.toString(), b.toString()));
  }

  /// The id that a client gives to a group made with a random id.
  ///
  /// @param name as it is sent; may be empty
  /// @param participants as they are posted, in any order: without the owner
  public static ConversationId ofGroup(
      UserId owner, String name, Collection<UserId> participants, UUID randomId) {
    UUID id = joined(joined(owner.toString(), name).toString(), randomId.toString());
    for (String participant : participants.stream().map(UserId::toString).sorted().toList()) {
      id = joined(id.toString(), participant);
    }
    return new ConversationId(id);
  }

  // The order is that of the texts: UUID's own is signed, and differs.
  private static UUID joined(String a, String b) {
    String both = a.compareTo(b) <= 0 ? a + b : b + a;
    return UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
