package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of profiles that changed: when that was last told, and whether there is more to tell.
final class ProfileNewsTable {
  private ProfileNewsTable() {}

  static Optional<Long> toldAt(Handle handle, UserId user) {
    return handle
        .createQuery("SELECT told_at FROM profile_news WHERE user_id = :user")
        .bind("user", user.toString())
        .mapTo(Long.class)
        .findOne();
  }

  static void put(Handle handle, UserId user, long toldAt, boolean waiting) {
    handle.execute(
        """
        INSERT INTO profile_news (user_id, told_at, waiting) VALUES (?, ?, ?)
        ON CONFLICT (user_id) DO UPDATE SET told_at = excluded.told_at, waiting = excluded.waiting
        """,
        user.toString(),
        toldAt,
        waiting);
  }

  /// The users whose changes wait to be told, those who have waited longest first.
  static List<UserId> waiting(Handle handle, int limit) {
    return handle
        .createQuery(
            "SELECT user_id FROM profile_news WHERE waiting = TRUE ORDER BY told_at LIMIT :limit")
        .bind("limit", limit)
        .mapTo(String.class)
        .map(UserId::of)
        .list();
  }
}
