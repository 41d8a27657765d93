package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A conversation somebody asks for.
///
/// @param participants as they were asked for: the id of a group is made of them
/// @param randomId when it is there, the group's id must have been made with it
public record NewConversation(
    ConversationId id,
    Conversation.ConversationCategory category,
    String name,
    String announcement,
    List<UserId> participants,
    Optional<UUID> randomId) {
  public NewConversation {
    participants = List.copyOf(participants);
  }

  Description description() {
    return new Description(Optional.of(name), Optional.of(announcement), Optional.empty());
  }

  public static NewConversation contact(UserId one, UserId other) {
    return new NewConversation(
        ConversationId.ofContact(one, other),
        Conversation.ConversationCategory.CONTACT,
        "",
        "",
        List.of(other),
        Optional.empty());
  }

  public static NewConversation group(ConversationId id, String name, List<UserId> participants) {
    return new NewConversation(
        id, Conversation.ConversationCategory.GROUP, name, "", participants, Optional.empty());
  }
}
