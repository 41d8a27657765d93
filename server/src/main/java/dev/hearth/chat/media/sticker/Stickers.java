package dev.hearth.chat.media.sticker;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.PictureForm;
import dev.hearth.chat.media.Pictures;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;
import dev.hearth.protocol.id.UserId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The stickers and albums there are, and what people do with them.
///
/// Any thread may call; calls block. When a change returns it is durable, pictures too.
public final class Stickers {
  public static final Migrations MIGRATIONS =
      new Migrations("db/sticker", List.of("V4_1__stickers.sql", "V4_2__stickers_by_picture.sql"));

  /// How many stickers somebody may have in their own album.
  public static final int MOST_PERSONAL = 200;

  /// How many pictures somebody may add in all: removed ones still count, because they are kept for
  /// the messages that name them.
  public static final int MOST_ADDED = 1_000;

  /// How many albums somebody may upload.
  public static final int MOST_ALBUMS = 10;

  private static final Refusal FULL =
      Refusal.of(
          ErrorCode.TOO_MANY_STICKERS,
          "The user's own album has at most %s stickers, and %s that were ever added.",
          MOST_PERSONAL,
          MOST_ADDED);
  private static final Refusal ALL_ALBUMS =
      Refusal.of(ErrorCode.TOO_MANY_STICKERS, "A user uploads at most %s albums.", MOST_ALBUMS);

  private final Directory directory;
  private final Pictures pictures;
  private final InstantSource clock;

  public Stickers(Directory directory, Pictures pictures, InstantSource clock) {
    this.directory = directory;
    this.pictures = pictures;
    this.clock = clock;
  }

  /// The operator's albums, those the user has uploaded, and their own.
  public List<Album> albums(UserId user) {
    return directory.read(handle -> AlbumTable.listed(handle, user, Accounts.SYSTEM));
  }

  /// The album, if `viewer` may see it.
  public Optional<Album> findAlbum(UserId viewer, AlbumId id) {
    return directory.read(handle -> AlbumTable.find(handle, id).filter(is -> sees(viewer, is)));
  }

  /// The stickers in an album, in its order; empty when `viewer` may not see it.
  public Optional<List<Sticker>> in(UserId viewer, AlbumId id) {
    return directory.read(handle ->
        AlbumTable.find(handle, id)
            .filter(album -> sees(viewer, album))
            .map(album -> StickerTable.in(handle, id)));
  }

  /// Anybody who knows a sticker's id gets it: a message may have told it, encrypted.
  public Optional<Sticker> find(StickerId id) {
    return directory.read(handle -> StickerTable.find(handle, id));
  }

  /// Makes a sticker of a picture and puts it into the user's own album. The same picture is the
  /// same sticker.
  ///
  /// @param field what the client calls the picture
  public Outcome<Sticker> add(UserId user, byte[] picture, String field) {
    var form = StickerRules.STICKER.find(picture);
    if (form.isEmpty()) {
      return Outcome.invalid(field, StickerRules.A_STICKER);
    }
    // Nobody fills the disk with what is refused in the end.
    if (directory.read(handle -> isFull(handle, user))) {
      return Outcome.refused(FULL);
    }
    return pictures.whileKeeping(() -> {
      var digest = pictures.keep(picture);
      return change(handle -> add(handle, user, digest, form.get()));
    });
  }

  private Outcome<Sticker> add(Handle handle, UserId user, Digest digest, PictureForm form) {
    var album = personal(handle, user);
    var known = StickerTable.find(handle, album.id(), digest);
    if (known.isEmpty() && StickerTable.made(handle, album.id()) >= MOST_ADDED) {
      return Outcome.refused(FULL);
    }
    var sticker = known.orElseGet(() -> make(handle, album.id(), "", digest, form));
    return append(handle, album, sticker);
  }

  /// Puts a sticker of somebody else's into the user's own album.
  public Outcome<Sticker> add(UserId user, StickerId id) {
    return change(handle -> {
      var sticker = StickerTable.find(handle, id);
      return sticker.isEmpty()
          ? Outcome.refused(ErrorCode.NOT_FOUND, "There is no sticker of this id.")
          : append(handle, personal(handle, user), sticker.get());
    });
  }

  /// Takes stickers out of the user's own album; stickers that aren't in it are skipped.
  public void remove(UserId user, Collection<StickerId> ids) {
    directory.run(tx -> {
      var albums = AlbumTable.of(tx.handle(), user, Album.Kind.PERSONAL);
      for (Album album : albums) {
        ids.forEach(id -> AlbumTable.remove(tx.handle(), album.id(), id));
        AlbumTable.touch(tx.handle(), album.id(), now());
      }
    });
  }

  /// Makes an album of a zip with its files. All of them must be good.
  ///
  /// @param field what the client calls the zip
  public Outcome<Album> upload(UserId user, byte[] zip, String field) {
    var files = ZipAlbum.unpack(zip).map(unpacked -> AlbumFiles.of(unpacked, ""));
    if (files.isEmpty() || !files.get().isWhole() || files.get().info().name().isEmpty()) {
      return Outcome.invalid(field, "It is a zip of an album, whose files are all good.");
    }
    if (directory.read(handle -> hasAllAlbums(handle, user))) {
      return Outcome.refused(ALL_ALBUMS);
    }
    return pictures.whileKeeping(() -> {
      var kept = KeptAlbum.of(files.get(), pictures);
      return change(handle -> {
        if (hasAllAlbums(handle, user)) {
          return Outcome.refused(ALL_ALBUMS);
        }
        return new Outcome.Done<>(
            kept.put(handle, AlbumId.random(), user, Album.Kind.UPLOADED, now()));
      });
    });
  }

  /// Whether a sticker or an album has this picture.
  public static boolean show(Handle handle, Digest picture) {
    return StickerTable.show(handle, picture) || AlbumTable.show(handle, picture);
  }

  private static boolean sees(UserId viewer, Album album) {
    return album.kind() != Album.Kind.PERSONAL || album.owner().equals(viewer);
  }

  private static boolean hasAllAlbums(Handle handle, UserId user) {
    return AlbumTable.of(handle, user, Album.Kind.UPLOADED).size() >= MOST_ALBUMS;
  }

  private static boolean isFull(Handle handle, UserId user) {
    return AlbumTable.of(handle, user, Album.Kind.PERSONAL).stream()
        .anyMatch(album ->
            AlbumTable.size(handle, album.id()) >= MOST_PERSONAL
                || StickerTable.made(handle, album.id()) >= MOST_ADDED);
  }

  /// The user's own album, which begins with their first sticker.
  private Album personal(Handle handle, UserId user) {
    return AlbumTable.of(handle, user, Album.Kind.PERSONAL).stream()
        .findFirst()
        .orElseGet(() -> {
          var album =
              new Album(
                  AlbumId.random(),
                  user,
                  Album.Kind.PERSONAL,
                  AlbumInfo.NONE,
                  Optional.empty(),
                  Optional.empty(),
                  true,
                  now(),
                  now());
          AlbumTable.put(handle, album);
          return album;
        });
  }

  private Outcome<Sticker> append(Handle handle, Album album, Sticker sticker) {
    if (!StickerTable.isIn(handle, album.id(), sticker.id())) {
      if (AlbumTable.size(handle, album.id()) >= MOST_PERSONAL) {
        return Outcome.refused(FULL);
      }
      AlbumTable.append(handle, album.id(), sticker.id());
      AlbumTable.touch(handle, album.id(), now());
    }
    return new Outcome.Done<>(sticker);
  }

  private Sticker make(
      Handle handle, AlbumId album, String name, Digest picture, PictureForm form) {
    var sticker = new Sticker(StickerId.random(), album, name, picture, form, now());
    StickerTable.insert(handle, sticker);
    return sticker;
  }

  private <T> Outcome<T> change(Function<Handle, Outcome<T>> rule) {
    return directory.changeIf(
        decided -> decided instanceof Outcome.Done<T>, tx -> rule.apply(tx.handle()));
  }

  private long now() {
    return WireTime.micros(clock.instant());
  }
}
