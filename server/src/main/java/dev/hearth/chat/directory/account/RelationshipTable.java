package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Fact.RelationshipsChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The SQL of relationships.
final class RelationshipTable {
  private RelationshipTable() {}

  /// All that `user` has, in the order of the others' identity numbers.
  static Map<UserId, Relationship> of(Handle handle, UserId user) {
    var found = new LinkedHashMap<UserId, Relationship>();
    handle
        .createQuery(
            """
            SELECT r.other_id, r.friend, r.blocked, r.alias
            FROM relationships r JOIN users u ON u.user_id = r.other_id
            WHERE r.user_id = :user ORDER BY u.identity_number
            """)
        .bind("user", user.toString())
        .map((row, context) -> Map.entry(UserId.of(row.getString("other_id")), relationship(row)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /// The users who have `other` as a friend.
  static List<UserId> befriendedBy(Handle handle, UserId other, int limit) {
    return handle
        .createQuery(
            """
            SELECT user_id FROM relationships WHERE other_id = :other AND friend = TRUE
            ORDER BY user_id LIMIT :limit
            """)
        .bind("other", other.toString())
        .bind("limit", limit)
        .mapTo(String.class)
        .map(UserId::of)
        .list();
  }

  static Relationship find(Handle handle, UserId user, UserId other) {
    return handle
        .createQuery(
            """
            SELECT friend, blocked, alias FROM relationships
            WHERE user_id = :user AND other_id = :other
            """)
        .bind("user", user.toString())
        .bind("other", other.toString())
        .map((row, context) -> relationship(row))
        .findOne()
        .orElse(Relationship.NONE);
  }

  private static Relationship relationship(ResultSet row) throws SQLException {
    return new Relationship(
        row.getBoolean("friend"), row.getBoolean("blocked"), row.getString("alias"));
  }

  static void put(Transaction tx, UserId user, UserId other, Relationship relationship) {
    write(tx.handle(), user, other, relationship);
    tx.changed(new RelationshipsChanged(user));
  }

  private static void write(Handle handle, UserId user, UserId other, Relationship relationship) {
    if (relationship.equals(Relationship.NONE)) {
      handle.execute(
          "DELETE FROM relationships WHERE user_id = ? AND other_id = ?",
          user.toString(),
          other.toString());
      return;
    }
    handle.execute(
        """
        INSERT INTO relationships (user_id, other_id, friend, blocked, alias) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (user_id, other_id) DO UPDATE
        SET friend = excluded.friend, blocked = excluded.blocked, alias = excluded.alias
        """,
        user.toString(),
        other.toString(),
        relationship.friend(),
        relationship.blocked(),
        relationship.alias());
  }
}
