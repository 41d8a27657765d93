package dev.hearth.chat.message.retention;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Membership;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much of each log nobody needs any more, by the cursors as they are written: one that moved
/// since only makes an entry stay a little longer. Waits for the database.
public final class SettledLogs implements Retention.EntryReaders {
  private static final long ALL = Long.MAX_VALUE;

  private final LogStore store;
  private final Accounts accounts;
  private final Conversations conversations;

  public SettledLogs(LogStore store, Accounts accounts, Conversations conversations) {
    this.store = store;
    this.accounts = accounts;
    this.conversations = conversations;
  }

  @Override
  public long known(long horizon) {
    return conversations.settled(horizon);
  }

  @Override
  public Retention.Settled settled(LogId log) {
    Map<UserId, List<Membership>> members =
        conversations.membershipsIn(new ConversationId(log.uuid()));
    if (members.isEmpty()) {
      return new Retention.Settled(ofMailbox(log), true);
    }
    long settled = ALL;
    for (var member : members.entrySet()) {
      for (Session session : accounts.sessions(member.getKey())) {
        settled = Math.min(settled, ofMember(log, session, member.getValue()));
      }
    }
    return new Retention.Settled(settled, false);
  }

  private long ofMailbox(LogId log) {
    // A session that was revoked, or that never was, reads no more.
    Optional<Session> session = accounts.findSession(new SessionId(log.uuid()));
    return session.isEmpty()
        ? ALL
        : store
            .cursor(session.get().id(), log)
            .map(Cursor::through)
            .orElse(session.get().createdAt() - 1);
  }

  private long ofMember(LogId log, Session session, List<Membership> memberships) {
    long first = memberships.getFirst().since();
    long last = memberships.getLast().until();
    long through =
        store
            .cursor(session.id(), log)
            .map(Cursor::through)
            .orElse(Math.max(first, session.createdAt() - 1));
    return through >= last ? ALL : through;
  }
}
