package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.Pictures;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// An album whose pictures are kept, so that what is left to do is to write rows.
record KeptAlbum(
    AlbumInfo info, Optional<Digest> icon, Optional<Digest> banner, List<Kept> stickers) {

  /// A sticker's picture, and where it is kept.
  record Kept(AlbumFiles.AlbumImage image, Digest picture) {
    Sticker sticker(AlbumId album, long now) {
      return new Sticker(idOf(album, picture), album, image.name(), picture, image.form(), now);
    }
  }

  KeptAlbum {
    stickers = List.copyOf(stickers);
  }

  static KeptAlbum of(AlbumFiles files, Pictures pictures) {
    var kept = new ArrayList<Kept>();
    for (var image : files.stickers()) {
      kept.add(new Kept(image, pictures.keep(image.bytes())));
    }
    return new KeptAlbum(
        files.info(),
        files.icon().map(image -> pictures.keep(image.bytes())),
        files.banner().map(image -> pictures.keep(image.bytes())),
        kept);
  }

  /// Writes the album as it is now, over what it was, unless it is as it was. A picture keeps its
  /// sticker's id as long as it is the same picture in the same album.
  Album put(Handle handle, AlbumId id, UserId owner, Album.Kind kind, long now) {
    var before = AlbumTable.find(handle, id);
    if (before.isPresent() && isSame(handle, before.get())) {
      return before.get();
    }
    long createdAt = before.map(Album::createdAt).orElse(now);
    var album = new Album(id, owner, kind, info, icon, banner, true, createdAt, now);
    AlbumTable.put(handle, album);
    AlbumTable.clear(handle, id);
    for (Kept each : stickers) {
      var sticker = each.sticker(id, now);
      if (StickerTable.find(handle, sticker.id()).isEmpty()) {
        StickerTable.insert(handle, sticker);
      }
      AlbumTable.append(handle, id, sticker.id());
    }
    return album;
  }

  private boolean isSame(Handle handle, Album before) {
    return before.listed()
        && before.info().equals(info)
        && before.icon().equals(icon)
        && before.banner().equals(banner)
        && StickerTable.in(handle, before.id()).stream()
            .map(Sticker::id)
            .toList()
            .equals(stickers.stream().map(each -> idOf(before.id(), each.picture())).toList());
  }

  private static StickerId idOf(AlbumId album, Digest picture) {
    var name = album + " " + picture.hex();
    return new StickerId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
