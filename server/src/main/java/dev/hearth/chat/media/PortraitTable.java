package dev.hearth.chat.media;

import dev.hearth.chat.directory.account.PortraitName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The SQL of portraits.
final class PortraitTable {
  private PortraitTable() {}

  /// A portrait of a user or a group.
  record Owned(UUID owner, PortraitName name) {}

  /// A portrait that is still where earlier versions kept it.
  record Unmoved(UUID owner, String name, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  /// The bytes are about to be put in their place. A portrait that the owner has stays theirs.
  static void place(Handle handle, Owned portrait) {
    handle.execute(
        """
        INSERT INTO portraits (owner_id, name, shown) VALUES (?, ?, FALSE)
        ON CONFLICT (owner_id, name) DO NOTHING
        """,
        portrait.owner().toString(),
        portrait.name().text());
  }

  /// Makes a placed portrait the one that its owner shows.
  ///
  /// @throws IllegalStateException when it was never placed
  static void show(Handle handle, Owned portrait) {
    String owner = portrait.owner().toString();
    handle.execute("DELETE FROM portraits_to_move WHERE owner_id = ?", owner);
    handle.execute("UPDATE portraits SET shown = FALSE WHERE owner_id = ? AND shown = TRUE", owner);
    int placed =
        handle.execute(
            "UPDATE portraits SET shown = TRUE WHERE owner_id = ? AND name = ?",
            owner,
            portrait.name().text());
    if (placed == 0) {
      throw new IllegalStateException(portrait + " was not placed");
    }
  }

  static boolean isShown(Handle handle, PortraitName name) {
    return handle
            .createQuery("SELECT count(*) FROM portraits WHERE name = :name AND shown = TRUE")
            .bind("name", name.text())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static boolean isShown(Handle handle, Owned portrait) {
    return handle
            .createQuery(
                """
                SELECT count(*) FROM portraits
                WHERE owner_id = :owner AND name = :name AND shown = TRUE
                """)
            .bind("owner", portrait.owner().toString())
            .bind("name", portrait.name().text())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /// Whether another owner has the portrait, or is about to.
  static boolean isOfOthers(Handle handle, Owned portrait) {
    return handle
            .createQuery("SELECT count(*) FROM portraits WHERE name = :name AND owner_id <> :owner")
            .bind("owner", portrait.owner().toString())
            .bind("name", portrait.name().text())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /// The portraits of this owner that nobody is shown any more, or not yet.
  static List<Owned> notShown(Handle handle, UUID owner) {
    return handle
        .createQuery("SELECT name FROM portraits WHERE owner_id = :owner AND shown = FALSE")
        .bind("owner", owner.toString())
        .mapTo(String.class)
        .map(name -> new Owned(owner, new PortraitName(name)))
        .list();
  }

  /// The portraits of all owners that nobody is shown any more, or not yet.
  static List<Owned> notShown(Handle handle, int limit) {
    return handle
        .createQuery("SELECT owner_id, name FROM portraits WHERE shown = FALSE LIMIT :limit")
        .bind("limit", limit)
        .map((row, context) ->
            new Owned(
                UUID.fromString(row.getString("owner_id")),
                new PortraitName(row.getString("name"))))
        .list();
  }

  static void delete(Handle handle, Owned portrait) {
    handle.execute(
        "DELETE FROM portraits WHERE owner_id = ? AND name = ? AND shown = FALSE",
        portrait.owner().toString(),
        portrait.name().text());
  }

  /// One portrait that earlier versions kept in the database.
  static Optional<Unmoved> findUnmoved(Handle handle) {
    return handle
        .createQuery("SELECT owner_id, name, bytes FROM portraits_to_move LIMIT 1")
        .map((row, context) ->
            new Unmoved(
                UUID.fromString(row.getString("owner_id")),
                row.getString("name"),
                row.getBytes("bytes")))
        .findOne();
  }

  static void forgetUnmoved(Handle handle, UUID owner) {
    handle.execute("DELETE FROM portraits_to_move WHERE owner_id = ?", owner.toString());
  }
}
