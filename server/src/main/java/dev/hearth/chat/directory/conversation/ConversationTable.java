package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.door.Fact.ConversationChanged;
import dev.hearth.chat.directory.door.Fact.MembershipsChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of conversations and memberships.
final class ConversationTable {
  private ConversationTable() {}

  static Optional<Conversation> find(Handle handle, ConversationId id) {
    return handle
        .createQuery("SELECT * FROM conversations WHERE conversation_id = :id")
        .bind("id", id.toString())
        .map((row, context) -> head(row))
        .findOne()
        .map(head -> new Conversation(head, participants(handle, id), endedLast(handle, id)));
  }

  /// The newest beginning or end of a membership; 0 without memberships.
  static long newestStamp(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT coalesce(max(
              CASE WHEN member_until = :ongoing THEN member_since ELSE member_until END), 0)
            FROM memberships
            """)
        .bind("ongoing", Membership.ONGOING)
        .mapTo(Long.class)
        .one();
  }

  static Optional<ConversationId> findByCode(Handle handle, String codeId) {
    return handle
        .createQuery("SELECT conversation_id FROM conversations WHERE code_id = :code")
        .bind("code", codeId)
        .mapTo(String.class)
        .findOne()
        .map(ConversationId::of);
  }

  /// Raises the version, which makes other changes of this conversation wait for this one's end.
  static void touch(Transaction tx, ConversationId id) {
    tx.handle()
        .execute(
            "UPDATE conversations SET version = version + 1 WHERE conversation_id = ?",
            id.toString());
    tx.changed(new ConversationChanged(id));
  }

  static void insert(Transaction tx, Conversation.Head head) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO conversations (conversation_id, category, creator_id, name, announcement,
              icon_url, code_id, expire_in, created_at, version)
            VALUES (:id, :category, :creator, :name, :announcement, :icon, :code, :expire, :created,
              :version)
            """)
        .bind("id", head.id().toString())
        .bind("category", head.category().name())
        .bind("creator", head.creator().toString())
        .bind("name", head.name())
        .bind("announcement", head.announcement())
        .bind("icon", head.picture())
        .bind("code", head.codeId())
        .bind("expire", head.expireIn())
        .bind("created", head.createdAt())
        .bind("version", head.version())
        .execute();
    tx.changed(new ConversationChanged(head.id()));
  }

  static void begin(Transaction tx, ConversationId id, Participant participant) {
    tx.handle()
        .execute(
            """
            INSERT INTO memberships (conversation_id, user_id, member_since, member_until, role)
            VALUES (?, ?, ?, ?, ?)
            """,
            id.toString(),
            participant.user().toString(),
            participant.since(),
            Membership.ONGOING,
            participant.role().name());
    tx.changed(new ConversationChanged(id));
    tx.changed(new MembershipsChanged(participant.user()));
  }

  static void end(Transaction tx, ConversationId id, UserId user, long until) {
    tx.handle()
        .execute(
            """
            UPDATE memberships SET member_until = ?
            WHERE conversation_id = ? AND user_id = ? AND member_until = ?
            """,
            until,
            id.toString(),
            user.toString(),
            Membership.ONGOING);
    tx.changed(new ConversationChanged(id));
    tx.changed(new MembershipsChanged(user));
  }

  static void setRole(Transaction tx, ConversationId id, UserId user, Role role) {
    tx.handle()
        .execute(
            """
            UPDATE memberships SET role = ?
            WHERE conversation_id = ? AND user_id = ? AND member_until = ?
            """,
            role.name(),
            id.toString(),
            user.toString(),
            Membership.ONGOING);
    tx.changed(new ConversationChanged(id));
  }

  static void describe(Transaction tx, ConversationId id, Description description) {
    description.name().ifPresent(name -> set(tx, id, "name", name));
    description.announcement().ifPresent(text -> set(tx, id, "announcement", text));
    description
        .picture()
        .ifPresent(picture -> {
          picture.becomeThatOf(tx, id.uuid());
          set(tx, id, "icon_url", picture.name().text());
        });
  }

  static void setCode(Transaction tx, ConversationId id, String code) {
    set(tx, id, "code_id", code);
  }

  static void removeCode(Transaction tx, ConversationId id) {
    tx.handle()
        .execute(
            "UPDATE conversations SET code_id = NULL WHERE conversation_id = ?", id.toString());
    tx.changed(new ConversationChanged(id));
  }

  static void setExpireIn(Transaction tx, ConversationId id, int seconds) {
    tx.handle()
        .execute(
            "UPDATE conversations SET expire_in = ? WHERE conversation_id = ?",
            seconds,
            id.toString());
    tx.changed(new ConversationChanged(id));
  }

  private static void set(Transaction tx, ConversationId id, String column, String value) {
    tx.handle()
        .execute(
            "UPDATE conversations SET " + column + " = ? WHERE conversation_id = ?",
            value,
            id.toString());
    tx.changed(new ConversationChanged(id));
  }

  /// Those that last and those that are over, in the order in which they began.
  static List<Membership> memberships(Handle handle, UserId user) {
    return handle
        .createQuery(
            """
            SELECT conversation_id, member_since, member_until FROM memberships
            WHERE user_id = :user ORDER BY member_since, conversation_id
            """)
        .bind("user", user.toString())
        .map((row, context) ->
            new Membership(
                ConversationId.of(row.getString("conversation_id")),
                row.getLong("member_since"),
                row.getLong("member_until")))
        .list();
  }

  /// Everybody's times in one conversation.
  static Map<UserId, List<Membership>> memberships(Handle handle, ConversationId id) {
    return handle
        .createQuery(
            """
            SELECT user_id, member_since, member_until FROM memberships
            WHERE conversation_id = :id ORDER BY member_since
            """)
        .bind("id", id.toString())
        .reduceRows(
            new HashMap<>(),
            (all, row) -> {
              all.computeIfAbsent(
                      UserId.of(row.getColumn("user_id", String.class)), user -> new ArrayList<>(1))
                  .add(
                      new Membership(
                          id,
                          row.getColumn("member_since", Long.class),
                          row.getColumn("member_until", Long.class)));
              return all;
            });
  }

  /// The users who have begun a contact's conversation with `user`.
  static List<UserId> begunWith(Handle handle, UserId user, int limit) {
    return handle
        .createQuery(
            """
            SELECT other.user_id FROM memberships mine
            JOIN conversations c ON c.conversation_id = mine.conversation_id
            JOIN memberships other ON other.conversation_id = mine.conversation_id
            WHERE mine.user_id = :user AND c.category = :contact AND other.user_id <> :user
              AND c.creator_id = other.user_id
            ORDER BY c.created_at DESC LIMIT :limit
            """)
        .bind("user", user.toString())
        .bind("contact", Conversation.ConversationCategory.CONTACT.name())
        .bind("limit", limit)
        .mapTo(String.class)
        .map(UserId::of)
        .list();
  }

  static boolean wasEverIn(Handle handle, ConversationId id, UserId user) {
    return handle
            .createQuery(
                """
                SELECT count(*) FROM memberships WHERE conversation_id = :id AND user_id = :user
                """)
            .bind("id", id.toString())
            .bind("user", user.toString())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  private static List<Participant> participants(Handle handle, ConversationId id) {
    return handle
        .createQuery(
            """
            SELECT user_id, role, member_since FROM memberships
            WHERE conversation_id = :id AND member_until = :ongoing
            ORDER BY member_since, user_id
            """)
        .bind("id", id.toString())
        .bind("ongoing", Membership.ONGOING)
        .map((row, context) ->
            new Participant(
                UserId.of(row.getString("user_id")),
                Role.valueOf(row.getString("role")),
                row.getLong("member_since")))
        .list();
  }

  /// The memberships that ended last, the latest first; one more than a conversation keeps.
  private static List<Conversation.Ended> endedLast(Handle handle, ConversationId id) {
    return handle
        .createQuery(
            """
            SELECT user_id, member_since, member_until FROM memberships
            WHERE conversation_id = :id AND member_until < :ongoing
            ORDER BY member_until DESC LIMIT :limit
            """)
        .bind("id", id.toString())
        .bind("ongoing", Membership.ONGOING)
        .bind("limit", Conversation.MOST_ENDED + 1)
        .map((row, context) ->
            new Conversation.Ended(
                UserId.of(row.getString("user_id")),
                row.getLong("member_since"),
                row.getLong("member_until")))
        .list();
  }

  private static Conversation.Head head(ResultSet row) throws SQLException {
    return new Conversation.Head(
        ConversationId.of(row.getString("conversation_id")),
        Conversation.ConversationCategory.valueOf(row.getString("category")),
        UserId.of(row.getString("creator_id")),
        row.getString("name"),
        row.getString("announcement"),
        row.getString("icon_url"),
        Optional.ofNullable(row.getString("code_id")),
        row.getInt("expire_in"),
        row.getLong("created_at"),
        row.getLong("version"));
  }
}
