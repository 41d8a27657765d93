package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.door.Fact.MutesChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The SQL of muted conversations.
final class MuteTable {
  private MuteTable() {}

  static Map<ConversationId, Long> of(Handle handle, UserId user) {
    return Map.copyOf(
        handle
            .createQuery("SELECT conversation_id, mute_until FROM mutes WHERE user_id = :user")
            .bind("user", user.toString())
            .reduceRows(
                new HashMap<ConversationId, Long>(),
                (all, row) -> {
                  all.put(
                      ConversationId.of(row.getColumn("conversation_id", String.class)),
                      row.getColumn("mute_until", Long.class));
                  return all;
                }));
  }

  static void put(Transaction tx, UserId user, ConversationId conversation, long until) {
    tx.handle()
        .execute(
            """
            INSERT INTO mutes (user_id, conversation_id, mute_until) VALUES (?, ?, ?)
            ON CONFLICT (user_id, conversation_id) DO UPDATE SET mute_until = excluded.mute_until
            """,
            user.toString(),
            conversation.toString(),
            until);
    tx.changed(new MutesChanged(user));
  }

  static void remove(Transaction tx, UserId user, ConversationId conversation) {
    tx.handle()
        .execute(
            "DELETE FROM mutes WHERE user_id = ? AND conversation_id = ?",
            user.toString(),
            conversation.toString());
    tx.changed(new MutesChanged(user));
  }
}
