package dev.hearth.chat.directory.circle;

import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of circles.
final class CircleTable {
  private CircleTable() {}

  static List<Circle> of(Handle handle, UserId owner) {
    return handle
        .createQuery("SELECT * FROM circles WHERE user_id = :owner ORDER BY created_at, circle_id")
        .bind("owner", owner.toString())
        .map((row, context) -> circle(row))
        .list();
  }

  static Optional<Circle> find(Handle handle, UserId owner, CircleId id) {
    return handle
        .createQuery("SELECT * FROM circles WHERE circle_id = :id AND user_id = :owner")
        .bind("id", id.toString())
        .bind("owner", owner.toString())
        .map((row, context) -> circle(row))
        .findOne();
  }

  static void insert(Handle handle, Circle circle) {
    handle.execute(
        "INSERT INTO circles (circle_id, user_id, name, created_at) VALUES (?, ?, ?, ?)",
        circle.id().toString(),
        circle.owner().toString(),
        circle.name(),
        circle.createdAt());
  }

  static void rename(Handle handle, CircleId id, String name) {
    handle.execute("UPDATE circles SET name = ? WHERE circle_id = ?", name, id.toString());
  }

  static void delete(Handle handle, CircleId id) {
    handle.execute("DELETE FROM circle_conversations WHERE circle_id = ?", id.toString());
    handle.execute("DELETE FROM circles WHERE circle_id = ?", id.toString());
  }

  /// The conversations that were added to the circle after a time, oldest first.
  static List<CircleItem> items(Handle handle, CircleId id, long after, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM circle_conversations WHERE circle_id = :id AND created_at > :after
            ORDER BY created_at LIMIT :limit
            """)
        .bind("id", id.toString())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> item(row))
        .list();
  }

  static Optional<CircleItem> findItem(Handle handle, CircleId id, ConversationId conversation) {
    return handle
        .createQuery(
            """
            SELECT * FROM circle_conversations
            WHERE circle_id = :id AND conversation_id = :conversation
            """)
        .bind("id", id.toString())
        .bind("conversation", conversation.toString())
        .map((row, context) -> item(row))
        .findOne();
  }

  /// Where the conversation is in the owner's circles, oldest first.
  static List<CircleItem> places(Handle handle, UserId owner, ConversationId conversation) {
    return handle
        .createQuery(
            """
            SELECT i.circle_id, i.conversation_id, i.other_id, i.created_at
            FROM circles c JOIN circle_conversations i ON i.circle_id = c.circle_id
            WHERE c.user_id = :owner AND i.conversation_id = :conversation
            ORDER BY i.created_at, i.circle_id
            """)
        .bind("owner", owner.toString())
        .bind("conversation", conversation.toString())
        .map((row, context) -> item(row))
        .list();
  }

  static int size(Handle handle, CircleId id) {
    return handle
        .createQuery("SELECT count(*) FROM circle_conversations WHERE circle_id = :id")
        .bind("id", id.toString())
        .mapTo(Integer.class)
        .one();
  }

  /// When the youngest came in; 0 when the circle is empty.
  static long lastCreatedAt(Handle handle, CircleId id) {
    return handle
        .createQuery(
            """
            SELECT coalesce(max(created_at), 0) FROM circle_conversations WHERE circle_id = :id
            """)
        .bind("id", id.toString())
        .mapTo(Long.class)
        .one();
  }

  static void insert(Handle handle, CircleItem item) {
    handle
        .createUpdate(
            """
            INSERT INTO circle_conversations (circle_id, conversation_id, other_id, created_at)
            VALUES (:circle, :conversation, :other, :created)
            """)
        .bind("circle", item.circle().toString())
        .bind("conversation", item.conversation().toString())
        .bind("other", item.other().map(UserId::toString))
        .bind("created", item.createdAt())
        .execute();
  }

  static void delete(Handle handle, CircleItem item) {
    handle.execute(
        "DELETE FROM circle_conversations WHERE circle_id = ? AND conversation_id = ?",
        item.circle().toString(),
        item.conversation().toString());
  }

  private static Circle circle(ResultSet row) throws SQLException {
    return new Circle(
        CircleId.of(row.getString("circle_id")),
        UserId.of(row.getString("user_id")),
        row.getString("name"),
        row.getLong("created_at"));
  }

  private static CircleItem item(ResultSet row) throws SQLException {
    return new CircleItem(
        CircleId.of(row.getString("circle_id")),
        ConversationId.of(row.getString("conversation_id")),
        Optional.ofNullable(row.getString("other_id")).map(UserId::of),
        row.getLong("created_at"));
  }
}
