package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/// The messages about changes that have happened, until they are in the log. A message gets here in
/// the transaction of the change, and leaves once it is in the log: a crash in between makes it
/// late, never lost.
///
/// A feature with tables of its own sends its messages like this:
///
/// ```java
/// database.change(handle -> {
///   CircleTable.insert(handle, circle);
///   outbox.tellUsers(handle, List.of(owner), Optional.of(session), "SYSTEM_CIRCLE", payload);
/// });
/// outbox.announce();
/// ```
public final class Outbox {
  /// The conversation of messages that belong to no conversation.
  public static final ConversationId SYSTEM = new ConversationId(Accounts.SYSTEM.uuid());

  /// At most this many users or sessions share a row, and so an entry's commit.
  private static final int MOST_A_MESSAGE = 100;

  private final Database database;
  private final PositionClock stamps;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// @param stamps is raised above the stamps of what still waits
  public Outbox(Database database, PositionClock stamps) {
    this.database = database;
    this.stamps = stamps;
    stamps.raise(database.read(OutboxTable::newestStamp));
  }

  /// Puts in, within the transaction of `handle`, what the system has to say to all sessions of
  /// these users, in no conversation. After it was committed, {@link #announce}.
  ///
  /// @param users each once; many are told in several messages
  /// @param except a session that knows already
  /// @param payload JSON as it goes out
  public void tellUsers(
      Handle handle,
      List<UserId> users,
      Optional<SessionId> except,
      String category,
      String payload) {
    for (int from = 0; from < users.size(); from += MOST_A_MESSAGE) {
      var some = users.subList(from, Math.min(users.size(), from + MOST_A_MESSAGE));
      put(handle, SYSTEM, new Recipients.Users(some, except), category, payload);
    }
  }

  /// Like {@link #tellUsers}, to some sessions only.
  ///
  /// @param sessions each once
  public void tellSessions(
      Handle handle, List<SessionId> sessions, String category, String payload) {
    for (int from = 0; from < sessions.size(); from += MOST_A_MESSAGE) {
      var some = sessions.subList(from, Math.min(sessions.size(), from + MOST_A_MESSAGE));
      put(handle, SYSTEM, new Recipients.Sessions(some), category, payload);
    }
  }

  /// Puts in a message to users in a conversation, in the name of another user.
  ///
  /// @param users each once, at most 100
  void tellInTheNameOf(
      Handle handle,
      UserId author,
      ConversationId conversation,
      List<UserId> users,
      String category,
      String payload) {
    var recipients = new Recipients.Users(users, Optional.empty());
    put(handle, conversation, author, recipients, category, payload);
  }

  /// Puts in what a user says to everybody in a conversation.
  void sayInTheNameOf(
      Handle handle, UserId author, ConversationId conversation, String category, String payload) {
    put(handle, conversation, author, new Recipients.Members(Optional.empty()), category, payload);
  }

  /// Like {@link #tellUser}, but for one of the user's sessions.
  void tellOthersOf(
      Handle handle, UserId user, SessionId except, ConversationId conversation, Notice notice) {
    var recipients = new Recipients.Users(List.of(user), Optional.of(except));
    put(handle, conversation, recipients, Notice.CATEGORY, notice.json());
  }

  /// Puts in what happened in a conversation, for one of its members alone.
  void tellUser(Handle handle, UserId user, ConversationId conversation, Notice notice) {
    var recipients = new Recipients.Users(List.of(user), Optional.empty());
    put(handle, conversation, recipients, Notice.CATEGORY, notice.json());
  }

  /// Puts in what happened in a conversation.
  ///
  /// @param removed whose membership ended with it
  void tellMembers(
      Handle handle, ConversationId conversation, Optional<UserId> removed, Notice notice) {
    var recipients = new Recipients.Members(removed);
    put(handle, conversation, recipients, Notice.CATEGORY, notice.json());
  }

  private void put(
      Handle handle,
      ConversationId conversation,
      Recipients recipients,
      String category,
      String payload) {
    put(handle, conversation, Accounts.SYSTEM, recipients, category, payload);
  }

  private void put(
      Handle handle,
      ConversationId conversation,
      UserId author,
      Recipients recipients,
      String category,
      String payload) {
    long now = stamps.next();
    OutboxTable.insert(
        handle,
        new Outgoing(MessageId.random(), conversation, author, category, payload, recipients, now));
  }

  /// Gives messages other ids, because their own are in use by messages that somebody else sent.
  public void renew(Collection<MessageId> taken) {
    if (!taken.isEmpty()) {
      database.tidy(handle -> OutboxTable.renew(handle, taken));
    }
  }

  /// Says that something was put in, once the transaction is over.
  public void announce() {
    listeners.forEach(Runnable::run);
  }

  /// The oldest messages, at most `limit`; they stay until they are {@link #done}.
  public List<Outgoing> next(int limit) {
    return database.read(handle -> OutboxTable.next(handle, limit));
  }

  /// Removes messages that are in the log.
  public void done(Collection<MessageId> ids) {
    if (!ids.isEmpty()) {
      database.tidy(handle -> OutboxTable.delete(handle, ids));
    }
  }

  /// Calls `listener` after each change that put something in, on the thread that made it.
  public void whenFilled(Runnable listener) {
    listeners.add(listener);
  }

  /// The clock that stamps every message of the outbox.
  PositionClock stamps() {
    return stamps;
  }
}
