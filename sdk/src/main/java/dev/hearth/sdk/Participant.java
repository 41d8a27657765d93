package dev.hearth.sdk;

import dev.hearth.protocol.id.UserId;
import java.time.Instant;

/// A member of a conversation.
///
/// @param since when they came in
public record Participant(UserId user, Role role, Instant since) {

  /// The role of a member: an owner may do everything, an admin may change the members.
  public enum Role {
    OWNER,
    ADMIN,
    MEMBER
  }
}
