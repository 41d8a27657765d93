package dev.hearth.chat.directory.account;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Hears of sessions that begin and end, within the transaction, and writes the notices for the
/// user's other devices along with it. An implementation may wait for nothing but the database. It
/// may leave out `opened` and `written`.
public interface SessionNews {

  /// @param others the user's other active sessions
  default void opened(Handle handle, Session session, List<Session> others) {}

  /// @param others the user's other active sessions
  void revoked(Handle handle, Session session, List<Session> others);

  /// The transaction is over.
  default void written() {}
}
