package dev.hearth.chat.directory.door;

import dev.hearth.protocol.id.UserId;

/// Hears of users whose memberships are just changing. Each call is followed by one of the other
/// kind; changes of one user may overlap. It must not wait.
public interface MembershipListener {
  /// Before the change is stamped.
  void unsettled(UserId user);

  /// The change is known, or did not come about.
  void settled(UserId user);
}
