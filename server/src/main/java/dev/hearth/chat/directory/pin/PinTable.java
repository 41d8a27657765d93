package dev.hearth.chat.directory.pin;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The SQL of PINs.
final class PinTable {
  private PinTable() {}

  /// A PIN as it is kept.
  ///
  /// @param step how often it was changed
  record Row(Pin pin, long step) {}

  static Optional<Row> find(Handle handle, UserId user) {
    return handle
        .createQuery("SELECT * FROM pins WHERE user_id = :user")
        .bind("user", user.toString())
        .map((row, context) -> row(row))
        .findOne();
  }

  /// Keeps a PIN in the place of the PIN before.
  ///
  /// @param before the step of the PIN before; -1 for a first PIN
  /// @return false when the PIN before is not there any more, which changes nothing
  static boolean replace(Handle handle, UserId user, Pin pin, long before, long now) {
    @Nullable String hash = pin instanceof Pin.PinDigits digits ? digits.hash() : null;
    @Nullable String key = pin instanceof Pin.Tip tip ? tip.key().toString() : null;
    return before < 0
        ? handle.execute(
                """
                INSERT INTO pins (user_id, digits_hash, tip_key, tip_counter, step, right_at)
                VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (user_id) DO NOTHING
                """,
                user.toString(),
                hash,
                key,
                pin.counter(),
                now)
            == 1
        : handle.execute(
                """
                UPDATE pins SET digits_hash = ?, tip_key = ?, tip_counter = ?, step = step + 1
                WHERE user_id = ? AND step = ?
                """,
                hash,
                key,
                pin.counter(),
                user.toString(),
                before)
            == 1;
  }

  /// Returns whether there was one.
  static boolean delete(Handle handle, UserId user) {
    return handle.execute("DELETE FROM pins WHERE user_id = ?", user.toString()) == 1;
  }

  static long iterator(Handle handle, SessionId session) {
    return handle
        .createQuery("SELECT iterator FROM pin_iterators WHERE session_id = :session")
        .bind("session", session.toString())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  static void setIterator(Handle handle, SessionId session, long iterator) {
    handle.execute(
        """
        INSERT INTO pin_iterators (session_id, iterator) VALUES (?, ?)
        ON CONFLICT (session_id) DO UPDATE SET iterator = excluded.iterator
        """,
        session.toString(),
        iterator);
  }

  static void forget(Handle handle, SessionId session) {
    handle.execute("DELETE FROM pin_iterators WHERE session_id = ?", session.toString());
  }

  /// How many attempts have failed since then, and since the last right one.
  static int failures(Handle handle, UserId user, long since) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM pin_failures f JOIN pins p ON p.user_id = f.user_id
            WHERE f.user_id = :user AND f.failed_at > :since AND f.failed_at >= p.right_at
            """)
        .bind("user", user.toString())
        .bind("since", since)
        .mapTo(Integer.class)
        .one();
  }

  /// The stamp of the last attempt; 0 without attempts.
  static long newest(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT coalesce(max(at), 0)
            FROM (SELECT failed_at AS at FROM pin_failures UNION ALL SELECT right_at FROM pins) t
            """)
        .mapTo(Long.class)
        .one();
  }

  static void addFailure(Handle handle, UserId user, PinFailure failure) {
    handle.execute(
        "INSERT INTO pin_failures (failure_id, user_id, failed_at) VALUES (?, ?, ?)",
        failure.id().toString(),
        user.toString(),
        failure.at());
  }

  static void forgetFailures(Handle handle, UserId user, long before) {
    handle.execute(
        "DELETE FROM pin_failures WHERE user_id = ? AND failed_at < ?", user.toString(), before);
  }

  /// The attempt did not fail after all.
  static void remove(Handle handle, PinFailure failure) {
    handle.execute("DELETE FROM pin_failures WHERE failure_id = ?", failure.id().toString());
  }

  static void wasRight(Handle handle, UserId user, long at) {
    handle.execute(
        "UPDATE pins SET right_at = ? WHERE user_id = ? AND right_at < ?", at, user.toString(), at);
  }

  /// Oldest first.
  static List<PinFailure> list(Handle handle, UserId user, long after, int limit) {
    return handle
        .createQuery(
            """
            SELECT failure_id, failed_at FROM pin_failures
            WHERE user_id = :user AND failed_at > :after
            ORDER BY failed_at, failure_id LIMIT :limit
            """)
        .bind("user", user.toString())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) ->
            new PinFailure(UUID.fromString(row.getString("failure_id")), row.getLong("failed_at")))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    @Nullable String hash = row.getString("digits_hash");
    Pin pin =
        hash == null
            ? new Pin.Tip(
                (Ed25519Key) SessionKey.parse(row.getString("tip_key")).orElseThrow(),
                row.getLong("tip_counter"))
            : new Pin.PinDigits(hash);
    return new Row(pin, row.getLong("step"));
  }
}
