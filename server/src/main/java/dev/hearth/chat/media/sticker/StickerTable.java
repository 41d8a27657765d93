package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.PictureForm;
import dev.hearth.chat.media.PictureType;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of stickers.
final class StickerTable {
  private StickerTable() {}

  static Optional<Sticker> find(Handle handle, StickerId id) {
    return handle
        .createQuery("SELECT * FROM stickers WHERE sticker_id = :id")
        .bind("id", id.toString())
        .map((row, context) -> sticker(row))
        .findOne();
  }

  static boolean isIn(Handle handle, AlbumId album, StickerId id) {
    return handle
            .createQuery(
                """
                SELECT count(*) FROM album_stickers WHERE album_id = :album AND sticker_id = :id
                """)
            .bind("album", album.toString())
            .bind("id", id.toString())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /// The sticker that was made of this picture for this album.
  static Optional<Sticker> find(Handle handle, AlbumId album, Digest picture) {
    return handle
        .createQuery("SELECT * FROM stickers WHERE album_id = :album AND picture = :picture")
        .bind("album", album.toString())
        .bind("picture", picture.hex())
        .map((row, context) -> sticker(row))
        .findFirst();
  }

  /// Whether a sticker of any album has this picture.
  static boolean show(Handle handle, Digest picture) {
    return handle
            .createQuery("SELECT count(*) FROM stickers WHERE picture = :picture")
            .bind("picture", picture.hex())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /// The stickers in an album, in its order.
  static List<Sticker> in(Handle handle, AlbumId album) {
    return handle
        .createQuery(
            """
            SELECT s.* FROM album_stickers a JOIN stickers s ON s.sticker_id = a.sticker_id
            WHERE a.album_id = :album ORDER BY a.place
            """)
        .bind("album", album.toString())
        .map((row, context) -> sticker(row))
        .list();
  }

  /// How many stickers were ever made for an album.
  static int made(Handle handle, AlbumId album) {
    return handle
        .createQuery("SELECT count(*) FROM stickers WHERE album_id = :album")
        .bind("album", album.toString())
        .mapTo(Integer.class)
        .one();
  }

  static void insert(Handle handle, Sticker sticker) {
    handle
        .createUpdate(
            """
            INSERT INTO stickers (sticker_id, album_id, name, picture, type, width, height,
              created_at)
            VALUES (:id, :album, :name, :picture, :type, :width, :height, :created)
            """)
        .bind("id", sticker.id().toString())
        .bind("album", sticker.album().toString())
        .bind("name", sticker.name())
        .bind("picture", sticker.picture().hex())
        .bind("type", sticker.form().type().name())
        .bind("width", sticker.form().width())
        .bind("height", sticker.form().height())
        .bind("created", sticker.createdAt())
        .execute();
  }

  private static Sticker sticker(ResultSet row) throws SQLException {
    return new Sticker(
        StickerId.of(row.getString("sticker_id")),
        AlbumId.of(row.getString("album_id")),
        row.getString("name"),
        new Digest(row.getString("picture")),
        new PictureForm(
            PictureType.valueOf(row.getString("type")), row.getInt("width"), row.getInt("height")),
        row.getLong("created_at"));
  }
}
