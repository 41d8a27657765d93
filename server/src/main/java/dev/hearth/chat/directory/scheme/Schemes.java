package dev.hearth.chat.directory.scheme;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.SchemeId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The links that have short ids. Any thread may call; calls block.
public final class Schemes {
  public static final Migrations MIGRATIONS =
      new Migrations("db/scheme", List.of("V7_1__schemes.sql"));

  /// How many of somebody's are kept: a new one beyond these takes the place of their oldest.
  public static final int MOST = 1_000;

  private final Directory directory;

  public Schemes(Directory directory) {
    this.directory = directory;
  }

  /// Gives a link an id; the same link of the same user has the same.
  public Outcome<Scheme> create(UserId owner, String target) {
    if (!Scheme.isTarget(target)) {
      return Outcome.invalid(
          "target",
          "It is an address of at most %s characters, such as mixin:, https: or mailto:.",
          Scheme.LONGEST_TARGET);
    }
    var scheme = Scheme.of(owner, target);
    return directory.change(tx -> {
      insert(tx.handle(), owner, scheme);
      removeOldest(tx.handle(), owner);
      return new Outcome.Done<>(scheme);
    });
  }

  public Optional<Scheme> find(SchemeId id) {
    return directory.read(handle ->
        handle
            .createQuery("SELECT target FROM schemes WHERE scheme_id = :id")
            .bind("id", id.toString())
            .mapTo(String.class)
            .findOne()
            .map(target -> new Scheme(id, target)));
  }

  private void insert(Handle handle, UserId owner, Scheme scheme) {
    handle.execute(
        """
        INSERT INTO schemes (scheme_id, user_id, target, created_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (scheme_id) DO UPDATE SET created_at = excluded.created_at
        """,
        scheme.id().toString(),
        owner.toString(),
        scheme.target(),
        directory.stamps().next());
  }

  private static void removeOldest(Handle handle, UserId owner) {
    handle
        .createUpdate(
            """
            DELETE FROM schemes WHERE scheme_id IN (
              SELECT scheme_id FROM schemes WHERE user_id = :owner
              ORDER BY created_at DESC, scheme_id LIMIT :most OFFSET :most)
            """)
        .bind("owner", owner.toString())
        .bind("most", MOST)
        .execute();
  }
}
