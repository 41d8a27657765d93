package dev.hearth.chat.media.sticker;

import static dev.hearth.chat.TestingOutcomes.done;
import static dev.hearth.chat.TestingRefusals.refusedFor;
import static dev.hearth.chat.TestingRefusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.media.TestingPictures;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of stickers and albums, on every engine.
class StickersContractTest extends DirectoryOnBothEngines {
  private static final UserId ALICE = UserId.random();
  private static final UserId BOB = UserId.random();

  @TempDir private Path files;
  private Pictures pictures;
  private Stickers stickers;
  private OperatorAlbums operators;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Stickers.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    pictures = new Pictures(FileStore.open(files.resolve("pictures"), 0));
    stickers = new Stickers(directory, pictures, clock);
    operators = new OperatorAlbums(directory, pictures, clock);
  }

  @Test
  void somebodys_own_album_begins_with_their_first_sticker() {
    assertThat(stickers.albums(ALICE)).isEmpty();

    var sticker = add(ALICE, 1);

    var album = stickers.albums(ALICE).getFirst();
    assertThat(album.kind()).isEqualTo(Album.Kind.PERSONAL);
    assertThat(stickers.in(ALICE, album.id()).orElseThrow()).containsExactly(sticker);
    assertThat(stickers.find(sticker.id())).contains(sticker);
    assertThat(pictures.find(sticker.picture()).orElseThrow().bytes())
        .isEqualTo(TestingPictures.sticker(1));
    assertThat(stickers.albums(BOB)).isEmpty();
    assertThat(stickers.findAlbum(BOB, album.id())).isEmpty();
    assertThat(stickers.in(BOB, album.id())).isEmpty();
  }

  @Test
  void the_same_picture_is_the_same_sticker_and_comes_back_after_it_was_removed() {
    var sticker = add(ALICE, 1);
    add(ALICE, 2);

    assertThat(add(ALICE, 1)).isEqualTo(sticker);
    assertThat(own(ALICE)).hasSize(2);

    stickers.remove(ALICE, List.of(sticker.id(), StickerId.random()));
    assertThat(own(ALICE)).hasSize(1).doesNotContain(sticker);
    assertThat(stickers.find(sticker.id())).contains(sticker);

    assertThat(add(ALICE, 1)).isEqualTo(sticker);
    assertThat(own(ALICE)).hasSize(2).last().isEqualTo(sticker);
  }

  @Test
  void a_sticker_of_somebody_elses_is_kept_until_one_removes_it_oneself() {
    var sticker = add(ALICE, 1);

    assertThat(stickers.add(BOB, sticker.id())).isEqualTo(new Outcome.Done<>(sticker));
    assertThat(stickers.add(BOB, StickerId.random())).satisfies(refusedWith(ErrorCode.NOT_FOUND));
    stickers.remove(ALICE, List.of(sticker.id()));

    assertThat(own(BOB)).containsExactly(sticker);
    assertThat(own(ALICE)).isEmpty();
  }

  @Test
  void a_picture_that_is_not_a_valid_sticker_is_not_kept() throws IOException {
    for (byte[] bytes :
        List.of(
            new byte[2_000],
            TestingPictures.picture("png", 127, 128, 1),
            TestingPictures.picture("png", 1_025, 128, 1),
            TestingPictures.picture("gif", 1, 1, 1),
            new byte[0])) {
      assertThat(stickers.add(ALICE, bytes, "field")).satisfies(refusedFor("field"));
    }

    assertThat(stickers.albums(ALICE)).isEmpty();
    try (var kept = Files.walk(files.resolve("pictures"))) {
      assertThat(kept.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void there_is_a_most_of_stickers_in_an_album() {
    for (int i = 0; i < Stickers.MOST_PERSONAL; i++) {
      assertThat(stickers.add(ALICE, webp(i), "field")).isInstanceOf(Outcome.Done.class);
    }

    assertThat(stickers.add(ALICE, webp(-1), "field"))
        .satisfies(refusedWith(ErrorCode.TOO_MANY_STICKERS));
    assertThat(stickers.add(ALICE, add(BOB, 1).id()))
        .satisfies(refusedWith(ErrorCode.TOO_MANY_STICKERS));
    assertThat(own(ALICE)).hasSize(Stickers.MOST_PERSONAL);
  }

  @Test
  void an_uploaded_album_is_listed_for_who_made_it_and_there_for_whoever_knows_its_id() {
    byte[] zip =
        new TestingZip()
            .with(
                "manifest.json", "{\"name\":\"Piggy\",\"locale\":\"zh\",\"description\":\"oink\"}")
            .with("02.sad.png", TestingPictures.sticker(2))
            .with("01.happy.png", TestingPictures.sticker(1))
            .with("thumb.png", TestingPictures.picture("png", 96, 96, 1))
            .with("banner.png", TestingPictures.picture("jpeg", 960, 600, 1))
            .with("copyright.doc", "mine")
            .bytes();

    var album = done(stickers.upload(ALICE, zip, "field"));

    assertThat(album.info()).isEqualTo(new AlbumInfo("Piggy", "zh", "oink"));
    assertThat(album.icon()).isPresent();
    assertThat(album.banner()).isPresent();
    assertThat(stickers.albums(ALICE)).containsExactly(album);
    assertThat(stickers.albums(BOB)).isEmpty();
    assertThat(stickers.findAlbum(BOB, album.id())).contains(album);
    assertThat(stickers.in(BOB, album.id()).orElseThrow())
        .extracting(Sticker::name)
        .containsExactly("happy", "sad");
  }

  @Test
  void an_album_with_anything_wrong_in_it_is_not_taken() {
    var manifest = "{\"name\":\"Piggy\"}";
    var good = TestingPictures.sticker(1);
    for (var zip :
        List.of(
            new TestingZip().with("manifest.json", manifest),
            new TestingZip().with("1.png", good),
            new TestingZip().with("manifest.json", "{").with("1.png", good),
            new TestingZip().with("manifest.json", "{\"name\":7}").with("1.png", good),
            new TestingZip()
                .with("manifest.json", "{\"name\":\"" + "x".repeat(65) + "\"}")
                .with("1.png", good),
            new TestingZip()
                .with("manifest.json", manifest)
                .with("1.png", good)
                .with("2.png", "<script>"),
            new TestingZip().with("manifest.json", manifest).with("../1.png", good))) {
      assertThat(stickers.upload(ALICE, zip.bytes(), "field")).satisfies(refusedFor("field"));
    }
    assertThat(stickers.albums(ALICE)).isEmpty();
  }

  @Test
  void there_is_a_most_of_uploaded_albums() {
    byte[] zip =
        new TestingZip()
            .with("manifest.json", "{\"name\":\"Piggy\"}")
            .with("1.webp", webp(1))
            .bytes();
    for (int i = 0; i < Stickers.MOST_ALBUMS; i++) {
      done(stickers.upload(ALICE, zip, "field"));
    }

    assertThat(stickers.upload(ALICE, zip, "field"))
        .satisfies(refusedWith(ErrorCode.TOO_MANY_STICKERS));
  }

  @Test
  void an_operators_albums_are_for_everybody_without_what_is_broken_in_them() throws IOException {
    var folder = files.resolve("albums");
    write(folder, "piggy/01.happy.png", TestingPictures.sticker(1));
    write(folder, "piggy/02.broken.png", new byte[2_000]);
    write(folder, "piggy/LICENSE", new byte[1]);
    write(folder, "empty/readme.txt", new byte[1]);
    write(folder, "loose.png", TestingPictures.sticker(2));

    operators.load(folder);

    var album = stickers.albums(BOB).getFirst();
    assertThat(stickers.albums(BOB)).hasSize(1);
    assertThat(album.kind()).isEqualTo(Album.Kind.OPERATOR);
    assertThat(album.owner()).isEqualTo(Accounts.SYSTEM);
    assertThat(album.info().name()).isEqualTo("piggy");
    assertThat(stickers.in(ALICE, album.id()).orElseThrow())
        .extracting(Sticker::name)
        .containsExactly("happy");
  }

  @Test
  void an_operators_album_is_the_same_after_each_start_and_follows_its_folder() throws IOException {
    var folder = files.resolve("albums");
    write(folder, "piggy/1.png", TestingPictures.sticker(1));
    write(folder, "piggy/2.png", TestingPictures.sticker(2));
    operators.load(folder);
    var album = stickers.albums(ALICE).getFirst();
    var before = stickers.in(ALICE, album.id()).orElseThrow();

    operators.load(folder);
    assertThat(stickers.albums(ALICE)).containsExactly(album);
    assertThat(stickers.in(ALICE, album.id())).contains(before);

    Files.delete(folder.resolve("piggy/1.png"));
    write(folder, "piggy/0.png", TestingPictures.sticker(3));
    operators.load(folder);
    var after = stickers.in(ALICE, album.id()).orElseThrow();
    assertThat(after).hasSize(2).last().isEqualTo(before.get(1));
    assertThat(stickers.find(before.get(0).id())).contains(before.get(0));

    operators.unload();
    assertThat(stickers.albums(ALICE)).isEmpty();
    assertThat(stickers.in(ALICE, album.id())).contains(after);
  }

  @Test
  void a_folder_that_is_not_there_stops_the_start() {
    assertThatThrownBy(() -> operators.load(files.resolve("nowhere")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void stickers_that_are_added_at_once_are_in_one_album_each_once() {
    var added = AtOnce.call(number -> add(ALICE, number / 2));

    assertThat(own(ALICE)).containsExactlyInAnyOrderElementsOf(new HashSet<>(added));
    assertThat(own(ALICE)).hasSize(AtOnce.WRITERS / 2);
    assertThat(stickers.albums(ALICE)).hasSize(1);
  }

  private Sticker add(UserId user, long seed) {
    return done(stickers.add(user, TestingPictures.sticker(seed), "field"));
  }

  private List<Sticker> own(UserId user) {
    return stickers.in(user, ownAlbum(user)).orElseThrow();
  }

  private AlbumId ownAlbum(UserId user) {
    return stickers.albums(user).getFirst().id();
  }

  private static byte[] webp(int number) {
    byte[] bytes = TestingPictures.webp("VP8X", 128, 128);
    bytes[1_000] = (byte) number;
    bytes[1_001] = (byte) (number >> 8);
    return bytes;
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
