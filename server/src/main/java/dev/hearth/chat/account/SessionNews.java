package dev.hearth.chat.account;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Hears, within the transaction, of sessions that begin and end, to write along with it what the
/// user's other devices are to be told. Nothing here may wait for anything but the database. Who
/// has nothing to do when one begins, or afterwards, leaves that out.
public interface SessionNews {

  /// @param others the user's other active sessions
  default void opened(Handle handle, Session session, List<Session> others) {}

  /// @param others the user's other active sessions
  void revoked(Handle handle, Session session, List<Session> others);

  /// The transaction is over.
  default void written() {}
}
