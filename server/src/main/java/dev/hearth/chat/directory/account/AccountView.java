package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;

/// The questions of rules about people and their sessions. {@link Accounts} answers from memory or
/// else from the database; {@link Accounts#inMemory} answers from memory, or throws {@link
/// dev.hearth.platform.runtime.NotInMemory}.
public interface AccountView {
  Optional<User> findUser(UserId id);

  /// The active session; empty when it never was or has been revoked.
  Optional<Session> findSession(SessionId id);

  /// The active sessions of a user, oldest first.
  List<Session> sessions(UserId user);

  /// How often anybody signed in or out since the start: while it stays the same, so do all
  /// sessions. Never waits.
  long sessionChanges();
}
