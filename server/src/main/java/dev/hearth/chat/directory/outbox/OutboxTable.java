package dev.hearth.chat.directory.outbox;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The SQL of the outbox. A row whose `users` and `sessions` are both null is for the members of
/// its conversation.
final class OutboxTable {
  private OutboxTable() {}

  static void insert(Handle handle, OutgoingNotice message) {
    var row =
        handle
            .createUpdate(
                """
                INSERT INTO outbox (message_id, conversation_id, author_id, category, payload,
                  removed_id, users, except_id, sessions, created_at)
                VALUES (:id, :conversation, :author, :category, :payload, :removed, :users, :except,
                  :sessions, :created)
                """)
            .bind("id", message.id().toString())
            .bind("conversation", message.conversation().toString())
            .bind("author", message.author().toString())
            .bind("category", message.category())
            .bind("payload", message.payload())
            .bind("created", message.createdAt());
    Optional<String> none = Optional.empty();
    switch (message.recipients()) {
      case Recipients.Members(var removed) ->
          row.bind("removed", removed.map(UserId::toString))
              .bind("users", none)
              .bind("except", none)
              .bind("sessions", none);
      case Recipients.Users(var users, var except) ->
          row.bind("removed", none)
              .bind("users", joined(users))
              .bind("except", except.map(SessionId::toString))
              .bind("sessions", none);
      case Recipients.Sessions(var sessions) ->
          row.bind("removed", none)
              .bind("users", none)
              .bind("except", none)
              .bind("sessions", joined(sessions));
    }
    row.execute();
  }

  static List<OutgoingNotice> next(Handle handle, int limit) {
    return handle
        .createQuery("SELECT * FROM outbox ORDER BY created_at LIMIT :limit")
        .bind("limit", limit)
        .map((row, context) ->
            new OutgoingNotice(
                MessageId.of(row.getString("message_id")),
                ConversationId.of(row.getString("conversation_id")),
                UserId.of(row.getString("author_id")),
                row.getString("category"),
                row.getString("payload"),
                recipients(row),
                row.getLong("created_at")))
        .list();
  }

  /// 0 when nothing waits.
  static long newestStamp(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(created_at), 0) FROM outbox")
        .mapTo(Long.class)
        .one();
  }

  static void delete(Handle handle, Collection<MessageId> ids) {
    var batch = handle.prepareBatch("DELETE FROM outbox WHERE message_id = ?");
    ids.forEach(id -> batch.add(id.toString()));
    batch.execute();
  }

  static void renew(Handle handle, Collection<MessageId> ids) {
    var batch = handle.prepareBatch("UPDATE outbox SET message_id = ? WHERE message_id = ?");
    ids.forEach(id -> batch.add(MessageId.random().toString(), id.toString()));
    batch.execute();
  }

  private static Recipients recipients(ResultSet row) throws SQLException {
    @Nullable String users = row.getString("users");
    @Nullable String sessions = row.getString("sessions");
    if (users != null) {
      return new Recipients.Users(
          split(users, UserId::of),
          Optional.ofNullable(row.getString("except_id")).map(SessionId::of));
    }
    if (sessions != null) {
      return new Recipients.Sessions(split(sessions, SessionId::of));
    }
    return new Recipients.Members(Optional.ofNullable(row.getString("removed_id")).map(UserId::of));
  }

  private static String joined(List<?> ids) {
    return ids.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  private static <T> List<T> split(String lines, Function<String, T> read) {
    return lines.lines().map(read).toList();
  }
}
