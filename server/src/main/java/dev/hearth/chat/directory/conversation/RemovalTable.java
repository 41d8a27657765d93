package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import org.jdbi.v3.core.Handle;

/// The SQL of removals: users who were put out of a group, and were not added again since.
final class RemovalTable {
  private RemovalTable() {}

  static void put(Handle handle, ConversationId group, UserId user, UserId by, long at) {
    handle.execute(
        """
        INSERT INTO removals (conversation_id, user_id, removed_by, removed_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (conversation_id, user_id) DO UPDATE
        SET removed_by = excluded.removed_by, removed_at = excluded.removed_at
        """,
        group.toString(),
        user.toString(),
        by.toString(),
        at);
  }

  static boolean contains(Handle handle, ConversationId group, UserId user) {
    return handle
            .createQuery(
                "SELECT count(*) FROM removals WHERE conversation_id = :group AND user_id = :user")
            .bind("group", group.toString())
            .bind("user", user.toString())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static void delete(Handle handle, ConversationId group, UserId user) {
    handle.execute(
        "DELETE FROM removals WHERE conversation_id = ? AND user_id = ?",
        group.toString(),
        user.toString());
  }
}
