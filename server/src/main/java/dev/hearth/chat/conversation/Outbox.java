package dev.hearth.chat.conversation;

import dev.hearth.platform.sql.Database;
import dev.hearth.protocol.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What is still to be said in conversations about changes that have happened. A message gets here
/// in the transaction of the change, and leaves once it is in the log: a crash in between makes it
/// late, never lost.
public final class Outbox {
  private final Database database;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Outbox(Database database) {
    this.database = database;
  }

  /// The oldest messages, at most `limit`; they stay until they are {@link #done}.
  public List<Outgoing> next(int limit) {
    return database.read(handle -> OutboxTable.next(handle, limit));
  }

  /// Removes messages that are in the log.
  public void done(Collection<MessageId> ids) {
    if (!ids.isEmpty()) {
      database.change(handle -> OutboxTable.delete(handle, ids));
    }
  }

  /// Calls `listener` after each change that put something in, on the thread that made it.
  public void whenFilled(Runnable listener) {
    listeners.add(listener);
  }

  void announce() {
    listeners.forEach(Runnable::run);
  }
}
