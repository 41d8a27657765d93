package dev.hearth.chat.directory.invitation;

/// The people who may make an account, beside those whom the operator adds.
public enum SignUpPolicy {
  /// Nobody, invitations or not.
  CLOSED,
  /// People who have an invitation.
  INVITATION,
  /// Everybody.
  OPEN
}
