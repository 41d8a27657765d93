package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Fact.SessionBegan;
import dev.hearth.chat.directory.door.Fact.SessionChanged;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/// The SQL of sessions. Only active ones are found.
final class SessionTable {
  private static final String SELECT =
      """
      SELECT session_id, user_id, public_key, pin_token, platform, device_name, registration_id,
        linked_by, created_at
      FROM sessions WHERE revoked_at IS NULL
      """;

  private SessionTable() {}

  static Optional<Session> find(Handle handle, SessionId id) {
    return handle
        .createQuery(SELECT + "AND session_id = :id")
        .bind("id", id.toString())
        .map((row, context) -> session(row))
        .findOne();
  }

  /// Oldest first.
  static List<Session> of(Handle handle, UserId user) {
    return handle
        .createQuery(SELECT + "AND user_id = :user ORDER BY created_at, session_id")
        .bind("user", user.toString())
        .map((row, context) -> session(row))
        .list();
  }

  static void insert(Transaction tx, Session session) {
    tx.handle()
        .execute(
            """
            INSERT INTO sessions (session_id, user_id, public_key, pin_token, platform, device_name,
              registration_id, linked_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            session.id().toString(),
            session.user().toString(),
            session.key().toString(),
            session.pinToken(),
            session.platform(),
            session.name(),
            session.registrationId().isPresent() ? session.registrationId().getAsInt() : null,
            session.linkedBy().map(SessionId::toString).orElse(null),
            session.createdAt());
    tx.changed(new SessionBegan(session.user(), session.id()));
  }

  /// The newest beginning of a session, revoked or not; 0 without sessions.
  static long newestStamp(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(created_at), 0) FROM sessions")
        .mapTo(Long.class)
        .one();
  }

  static void setPlatform(Transaction tx, Session session, String platform) {
    tx.handle()
        .execute(
            "UPDATE sessions SET platform = ? WHERE session_id = ?",
            platform,
            session.id().toString());
    tx.changed(new SessionChanged(session.user(), session.id()));
  }

  static void revoke(Transaction tx, Session session, long now) {
    tx.handle()
        .execute(
            "UPDATE sessions SET revoked_at = ? WHERE session_id = ? AND revoked_at IS NULL",
            now,
            session.id().toString());
    tx.changed(new SessionEnded(session.user(), session.id()));
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        SessionId.of(row.getString("session_id")),
        UserId.of(row.getString("user_id")),
        SessionKey.parse(row.getString("public_key")).orElseThrow(),
        row.getString("pin_token"),
        row.getString("platform"),
        row.getString("device_name"),
        registrationId(row),
        Optional.ofNullable(row.getString("linked_by")).map(SessionId::of),
        row.getLong("created_at"));
  }

  private static OptionalInt registrationId(ResultSet row) throws SQLException {
    int id = row.getInt("registration_id");
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
