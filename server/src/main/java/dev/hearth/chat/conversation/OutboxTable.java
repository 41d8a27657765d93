package dev.hearth.chat.conversation;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of the outbox.
final class OutboxTable {
  private OutboxTable() {}

  static void insert(Handle handle, Outgoing message) {
    handle
        .createUpdate(
            """
            INSERT INTO outbox (message_id, conversation_id, author_id, category, payload, removed_id,
              created_at)
            VALUES (:id, :conversation, :author, :category, :payload, :removed, :created)
            ON CONFLICT (message_id) DO NOTHING
            """)
        .bind("id", message.id().toString())
        .bind("conversation", message.conversation().toString())
        .bind("author", message.author().toString())
        .bind("category", message.category())
        .bind("payload", message.payload())
        .bind("removed", message.removed().map(UserId::toString))
        .bind("created", message.createdAt())
        .execute();
  }

  static List<Outgoing> next(Handle handle, int limit) {
    return handle
        .createQuery("SELECT * FROM outbox ORDER BY created_at LIMIT :limit")
        .bind("limit", limit)
        .map((row, context) ->
            new Outgoing(
                MessageId.of(row.getString("message_id")),
                ConversationId.of(row.getString("conversation_id")),
                UserId.of(row.getString("author_id")),
                row.getString("category"),
                row.getString("payload"),
                Optional.ofNullable(row.getString("removed_id")).map(UserId::of),
                row.getLong("created_at")))
        .list();
  }

  static void delete(Handle handle, Collection<MessageId> ids) {
    var batch = handle.prepareBatch("DELETE FROM outbox WHERE message_id = ?");
    ids.forEach(id -> batch.add(id.toString()));
    batch.execute();
  }
}
