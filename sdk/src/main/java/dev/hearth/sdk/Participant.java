package dev.hearth.sdk;

import dev.hearth.protocol.UserId;
import java.time.Instant;

/// A member of a conversation.
///
/// @param since when they came in
public record Participant(UserId user, Role role, Instant since) {

  /// What a member may do: an owner everything, an admin change the members.
  public enum Role {
    OWNER,
    ADMIN,
    MEMBER
  }
}
