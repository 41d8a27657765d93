package dev.hearth.chat.directory.outbox;

import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// The messages about changes that have happened, until they are in the log. A message gets here in
/// the transaction of the change, and leaves once it is in the log: a crash in between makes it
/// late, never lost.
public final class Outbox {
  /// The author of messages that the server itself says. Not a user: nobody finds it.
  public static final UserId SYSTEM_USER = new UserId(new UUID(0, 0));

  /// The conversation of messages that belong to no conversation.
  public static final ConversationId SYSTEM = new ConversationId(SYSTEM_USER.uuid());

  /// Its table was made together with those of conversations.
  public static final Migrations MIGRATIONS =
      new Migrations(
          "db/conversation",
          List.of("V2_1__conversations_memberships_outbox.sql", "V2_2__outbox_to_mailboxes.sql"));

  private final Database database;
  private final PositionClock stamps;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// @param stamps is raised above the stamps of what still waits
  public Outbox(Database database, PositionClock stamps) {
    this.database = database;
    this.stamps = stamps;
    stamps.raise(database.read(OutboxTable::newestStamp));
  }

  /// Puts a message in, within the transaction of `handle`, for the door alone. It calls {@link
  /// #wake} when the transaction is committed.
  ///
  /// @param id makes the id of each message that it becomes
  /// @param payload as it goes out
  public void put(
      Handle handle,
      Supplier<MessageId> id,
      UserId author,
      ConversationId conversation,
      Recipients recipients,
      String category,
      String payload) {
    for (Recipients some : recipients.inParts()) {
      OutboxTable.insert(
          handle,
          new OutgoingNotice(
              id.get(), conversation, author, category, payload, some, stamps.next()));
    }
  }

  /// Has the messages taken that a transaction has put in, for the door alone.
  public void wake() {
    listeners.forEach(Runnable::run);
  }

  /// Gives messages other ids, because their own are in use by messages that somebody else sent.
  public void renew(Collection<MessageId> taken) {
    if (!taken.isEmpty()) {
      database.tidy(handle -> OutboxTable.renew(handle, taken));
    }
  }

  /// The oldest messages, at most `limit`; they stay until they are {@link #done}.
  public List<OutgoingNotice> next(int limit) {
    return database.read(handle -> OutboxTable.next(handle, limit));
  }

  /// Removes messages that are in the log.
  public void done(Collection<MessageId> ids) {
    if (!ids.isEmpty()) {
      database.tidy(handle -> OutboxTable.delete(handle, ids));
    }
  }

  /// Calls `listener` after each change that put something in, on the thread that made it.
  public void onFilled(Runnable listener) {
    listeners.add(listener);
  }
}
