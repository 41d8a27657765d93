package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Digest;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of albums, and of what is in them.
final class AlbumTable {
  private AlbumTable() {}

  static Optional<Album> find(Handle handle, AlbumId id) {
    return handle
        .createQuery("SELECT * FROM sticker_albums WHERE album_id = :id")
        .bind("id", id.toString())
        .map((row, context) -> album(row))
        .findOne();
  }

  /// The operator's, oldest first, then the user's own.
  static List<Album> listed(Handle handle, UserId user, UserId operator) {
    return handle
        .createQuery(
            """
            SELECT * FROM sticker_albums
            WHERE listed = TRUE AND (user_id = :user OR user_id = :operator)
            ORDER BY CASE WHEN user_id = :operator THEN 0 ELSE 1 END, created_at, album_id
            """)
        .bind("user", user.toString())
        .bind("operator", operator.toString())
        .map((row, context) -> album(row))
        .list();
  }

  static List<Album> of(Handle handle, UserId owner, Album.Kind kind) {
    return handle
        .createQuery("SELECT * FROM sticker_albums WHERE user_id = :owner AND kind = :kind")
        .bind("owner", owner.toString())
        .bind("kind", kind.name())
        .map((row, context) -> album(row))
        .list();
  }

  /// Writes an album, or writes it anew.
  static void put(Handle handle, Album album) {
    handle
        .createUpdate(
            """
            INSERT INTO sticker_albums (album_id, user_id, kind, name, locale, description, icon,
              banner, listed, created_at, updated_at)
            VALUES (:id, :owner, :kind, :name, :locale, :description, :icon, :banner, :listed,
              :created, :updated)
            ON CONFLICT (album_id) DO UPDATE
            SET name = excluded.name, locale = excluded.locale, description = excluded.description,
              icon = excluded.icon, banner = excluded.banner, listed = excluded.listed,
              updated_at = excluded.updated_at
            """)
        .bind("id", album.id().toString())
        .bind("owner", album.owner().toString())
        .bind("kind", album.kind().name())
        .bind("name", album.info().name())
        .bind("locale", album.info().locale())
        .bind("description", album.info().description())
        .bind("icon", album.icon().map(Digest::hex).orElse(""))
        .bind("banner", album.banner().map(Digest::hex).orElse(""))
        .bind("listed", album.listed())
        .bind("created", album.createdAt())
        .bind("updated", album.updatedAt())
        .execute();
  }

  static void touch(Handle handle, AlbumId id, long now) {
    handle.execute(
        "UPDATE sticker_albums SET updated_at = ? WHERE album_id = ?", now, id.toString());
  }

  static void unlist(Handle handle, AlbumId id) {
    handle.execute("UPDATE sticker_albums SET listed = FALSE WHERE album_id = ?", id.toString());
  }

  static int size(Handle handle, AlbumId id) {
    return handle
        .createQuery("SELECT count(*) FROM album_stickers WHERE album_id = :id")
        .bind("id", id.toString())
        .mapTo(Integer.class)
        .one();
  }

  /// Puts a sticker at the end of an album; one that is in it stays where it is.
  static void append(Handle handle, AlbumId album, StickerId sticker) {
    handle
        .createUpdate(
            """
            INSERT INTO album_stickers (album_id, sticker_id, place)
            SELECT :album, :sticker, coalesce(max(place), 0) + 1 FROM album_stickers
            WHERE album_id = :album
            ON CONFLICT (album_id, sticker_id) DO NOTHING
            """)
        .bind("album", album.toString())
        .bind("sticker", sticker.toString())
        .execute();
  }

  static void remove(Handle handle, AlbumId album, StickerId sticker) {
    handle.execute(
        "DELETE FROM album_stickers WHERE album_id = ? AND sticker_id = ?",
        album.toString(),
        sticker.toString());
  }

  static void clear(Handle handle, AlbumId album) {
    handle.execute("DELETE FROM album_stickers WHERE album_id = ?", album.toString());
  }

  /// Whether an album has this picture as its icon or banner.
  static boolean show(Handle handle, Digest picture) {
    return handle
            .createQuery(
                "SELECT count(*) FROM sticker_albums WHERE icon = :picture OR banner = :picture")
            .bind("picture", picture.hex())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  private static Album album(ResultSet row) throws SQLException {
    return new Album(
        AlbumId.of(row.getString("album_id")),
        UserId.of(row.getString("user_id")),
        Album.Kind.valueOf(row.getString("kind")),
        new AlbumInfo(row.getString("name"), row.getString("locale"), row.getString("description")),
        picture(row.getString("icon")),
        picture(row.getString("banner")),
        row.getBoolean("listed"),
        row.getLong("created_at"),
        row.getLong("updated_at"));
  }

  private static Optional<Digest> picture(String hex) {
    return hex.isEmpty() ? Optional.empty() : Optional.of(new Digest(hex));
  }
}
