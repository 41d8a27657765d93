package dev.hearth.chat.message.retention;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.protocol.id.SessionId;
import java.util.List;
import java.util.Optional;

/// Removes the cursors of sessions that have ended. It compares what the log has with the
/// directory, round after round, so that no end of a session is missed: neither one from before a
/// crash, nor one whose last cursor was written after it. Waits for the store and the database; for
/// one thread at a time.
public final class EndedSessions {
  private static final int SESSIONS_A_STEP = 100;

  private final LogStore store;
  private final Accounts accounts;
  private Optional<SessionId> reached = Optional.empty();

  public EndedSessions(LogStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  /// Does the next step of the round. Returns whether there is more of it to do; after `false` the
  /// next step begins a new round.
  public boolean sweep() {
    List<SessionId> sessions = store.sessions(reached, SESSIONS_A_STEP);
    for (SessionId session : sessions) {
      if (accounts.findSession(session).isEmpty()) {
        store.forget(session);
      }
    }
    boolean more = sessions.size() == SESSIONS_A_STEP;
    reached = more ? Optional.of(sessions.getLast()) : Optional.empty();
    return more;
  }
}
