package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A conversation as it was when it was asked for.
///
/// @param group whether it is a group; otherwise it is a contact's
/// @param name empty for a contact's
/// @param codeId by which others may join a group; empty without one
/// @param expireIn seconds after reading at which clients let messages disappear; 0 is never
/// @param participants a contact's has both; a group that this user has left does not have this
///   user
/// @param devices the sessions of all participants
public record Conversation(
    ConversationId id,
    boolean group,
    UserId creator,
    String name,
    String announcement,
    String codeId,
    int expireIn,
    Instant createdAt,
    List<Participant> participants,
    List<Device> devices) {

  public Conversation {
    participants = List.copyOf(participants);
    devices = List.copyOf(devices);
  }

  public Optional<Participant> participant(UserId user) {
    return participants.stream().filter(each -> each.user().equals(user)).findFirst();
  }
}
