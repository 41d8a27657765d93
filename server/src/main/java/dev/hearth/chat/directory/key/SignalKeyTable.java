package dev.hearth.chat.directory.key;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.SignedPreKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of keys.
final class SignalKeyTable {
  private SignalKeyTable() {}

  static Optional<SignalDevice> find(Handle handle, SessionId session) {
    return handle
        .createQuery("SELECT * FROM signal_devices WHERE session_id = :session")
        .bind("session", session.toString())
        .map((row, context) -> device(row))
        .findOne();
  }

  static List<SignalDevice> of(Handle handle, UserId user) {
    return handle
        .createQuery("SELECT * FROM signal_devices WHERE user_id = :user")
        .bind("user", user.toString())
        .map((row, context) -> device(row))
        .list();
  }

  static void put(Handle handle, SessionId session, UserId user, PreKeyUpload keys, long now) {
    handle.execute(
        """
        INSERT INTO signal_devices (session_id, user_id, identity_key, signed_key_id, signed_key,
          signature, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (session_id) DO UPDATE SET signed_key_id = excluded.signed_key_id,
          signed_key = excluded.signed_key, signature = excluded.signature,
          changed_at = excluded.changed_at
        """,
        session.toString(),
        user.toString(),
        keys.identity().toString(),
        keys.signed().id(),
        keys.signed().key().toString(),
        WireBase64.standard(keys.signed().signature()),
        now);
  }

  /// Adds what was never there; a key that is left makes room for another one of its number.
  static void add(Handle handle, SessionId session, List<OneTimePreKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    long place = lastPlace(handle, session);
    var replaced =
        handle.prepareBatch(
            """
            DELETE FROM signal_one_time_keys
            WHERE session_id = ? AND key_id = ? AND public_key <> ? AND taken_at IS NULL
            """);
    var added =
        handle.prepareBatch(
            """
            INSERT INTO signal_one_time_keys (session_id, public_key, key_id, place)
            VALUES (?, ?, ?, ?) ON CONFLICT (session_id, public_key) DO NOTHING
            """);
    for (OneTimePreKey key : keys) {
      replaced.add(session.toString(), key.id(), key.key().toString());
      added.add(session.toString(), key.key().toString(), key.id(), ++place);
    }
    replaced.execute();
    added.execute();
  }

  private static long lastPlace(Handle handle, SessionId session) {
    return handle
        .createQuery(
            "SELECT coalesce(max(place), 0) FROM signal_one_time_keys WHERE session_id = :session")
        .bind("session", session.toString())
        .mapTo(Long.class)
        .one();
  }

  /// Leaves the newest `most` of those that are left.
  static void cap(Handle handle, SessionId session, int most) {
    handle
        .createUpdate(
            """
            DELETE FROM signal_one_time_keys
            WHERE session_id = :session AND taken_at IS NULL AND place <= (
              SELECT place FROM signal_one_time_keys
              WHERE session_id = :session AND taken_at IS NULL
              ORDER BY place DESC LIMIT 1 OFFSET :most)
            """)
        .bind("session", session.toString())
        .bind("most", most)
        .execute();
  }

  static void forgetTaken(Handle handle, SessionId session, long before) {
    handle.execute(
        "DELETE FROM signal_one_time_keys WHERE session_id = ? AND taken_at < ?",
        session.toString(),
        before);
  }

  static int left(Handle handle, SessionId session) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM signal_one_time_keys
            WHERE session_id = :session AND taken_at IS NULL
            """)
        .bind("session", session.toString())
        .mapTo(Integer.class)
        .one();
  }

  /// Takes the oldest key that is left, in one statement: nobody else gets it.
  static Optional<OneTimePreKey> take(Handle handle, SessionId session, UserId taker, long now) {
    return handle
        .createQuery(
            """
            UPDATE signal_one_time_keys SET taker_id = :taker, taken_at = :now
            WHERE session_id = :session AND taken_at IS NULL AND place = (
              SELECT min(place) FROM signal_one_time_keys
              WHERE session_id = :session AND taken_at IS NULL)
            RETURNING key_id, public_key
            """)
        .bind("taker", taker.toString())
        .bind("now", now)
        .bind("session", session.toString())
        .map((row, context) ->
            new OneTimePreKey(row.getLong("key_id"), key(row.getString("public_key"))))
        .findOne();
  }

  /// Takes them for nobody: a repeated upload doesn't bring them back.
  static void takeAll(Handle handle, long now) {
    handle.execute("UPDATE signal_one_time_keys SET taken_at = ? WHERE taken_at IS NULL", now);
  }

  static void delete(Handle handle, SessionId session) {
    handle.execute("DELETE FROM signal_one_time_keys WHERE session_id = ?", session.toString());
    handle.execute("DELETE FROM signal_devices WHERE session_id = ?", session.toString());
  }

  private static SignalDevice device(ResultSet row) throws SQLException {
    return new SignalDevice(
        SessionId.of(row.getString("session_id")),
        UserId.of(row.getString("user_id")),
        key(row.getString("identity_key")),
        new SignedPreKey(
            row.getLong("signed_key_id"),
            key(row.getString("signed_key")),
            WireBase64.decode(row.getString("signature")).orElseThrow()));
  }

  private static Curve25519PublicKey key(String base64) {
    return Curve25519PublicKey.find(base64).orElseThrow();
  }
}
