package dev.hearth.chat.directory.invitation;

import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.UUID;

/// An invitation to make an account. Its code is known only to those who have the link.
///
/// @param uses how many accounts may be made with it
/// @param used how many were
/// @param contact the person or bot whom the new people have as their first contact
/// @param createdAt microseconds since the epoch
/// @param endsAt from then on it is useless, also when it was revoked
public record Invitation(
    UUID id, int uses, int used, Optional<UserId> contact, long createdAt, long endsAt) {

  public boolean usedUp() {
    return used >= uses;
  }

  /// @param now microseconds since the epoch
  public boolean ended(long now) {
    return now >= endsAt;
  }
}
