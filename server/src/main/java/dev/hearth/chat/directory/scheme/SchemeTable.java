package dev.hearth.chat.directory.scheme;

import dev.hearth.protocol.id.SchemeId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of the links that have short ids, and who made them.
final class SchemeTable {
  private SchemeTable() {}

  static Optional<Scheme> find(Handle handle, SchemeId id) {
    return handle
        .createQuery("SELECT target FROM schemes WHERE scheme_id = :id")
        .bind("id", id.toString())
        .mapTo(String.class)
        .findOne()
        .map(target -> new Scheme(id, target));
  }

  /// Puts in a link; one that is there counts as made anew.
  static void put(Handle handle, UserId owner, Scheme scheme, long at) {
    handle.execute(
        """
        INSERT INTO schemes (scheme_id, user_id, target, created_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (scheme_id) DO UPDATE SET created_at = excluded.created_at
        """,
        scheme.id().toString(),
        owner.toString(),
        scheme.target(),
        at);
  }

  /// Removes the oldest of this owner's links beyond `most`.
  static void cap(Handle handle, UserId owner, int most) {
    handle
        .createUpdate(
            """
            DELETE FROM schemes WHERE scheme_id IN (
              SELECT scheme_id FROM schemes WHERE user_id = :owner
              ORDER BY created_at DESC, scheme_id LIMIT :most OFFSET :most)
            """)
        .bind("owner", owner.toString())
        .bind("most", most)
        .execute();
  }
}
