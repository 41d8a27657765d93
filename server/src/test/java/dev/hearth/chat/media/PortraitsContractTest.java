package dev.hearth.chat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.KeptPortrait;
import dev.hearth.chat.directory.account.PortraitName;
import dev.hearth.chat.media.TestingStore.Moment;
import dev.hearth.chat.media.TestingStore.PowerCut;
import dev.hearth.chat.media.sticker.Sticker;
import dev.hearth.chat.media.sticker.Stickers;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract of portraits, on every engine.
class PortraitsContractTest extends DirectoryOnBothEngines {
  private static final UUID ALICE = UUID.randomUUID();
  private static final UUID CHOIR = UUID.randomUUID();

  @TempDir private Path files;
  private TestingStore store;
  private Pictures pictures;
  private Stickers stickers;
  private Portraits portraits;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Stickers.MIGRATIONS, Portraits.MIGRATIONS);
  }

  /// Opens the store, also as a new process does.
  @BeforeEach
  void open() {
    store = new TestingStore(FileStore.open(files, 0));
    pictures = new Pictures(store);
    stickers = new Stickers(directory, pictures, clock);
    portraits = new Portraits(directory, pictures, Stickers::show);
    portraits.move();
  }

  @Test
  void a_new_portrait_takes_the_place_of_the_one_before() throws IOException {
    var first = choose(ALICE, 1);
    assertThat(portraits.find(first).orElseThrow().bytes()).isEqualTo(picture(1));

    var second = choose(ALICE, 2);

    assertThat(portraits.find(first)).isEmpty();
    assertThat(portraits.find(second).orElseThrow().bytes()).isEqualTo(picture(2));
    assertThat(kept()).isEqualTo(1);
    assertThat(choose(ALICE, 1)).isEqualTo(first);
    assertThat(portraits.find(first)).isPresent();
    assertThat(portraits.find(second)).isEmpty();
  }

  @Test
  void a_refused_or_failed_change_leaves_nothing_behind() throws IOException {
    var shown = choose(ALICE, 1);

    portraits.with(ALICE, portrait(2), kept -> kept);
    assertThatThrownBy(() ->
            portraits.with(
                ALICE,
                portrait(3),
                _ -> {
                  throw new IllegalStateException("a bug");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(portraits.find(shown)).isPresent();
    assertThat(portraits.find(portrait(2).orElseThrow().name())).isEmpty();
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void a_picture_that_two_show_stays_until_neither_does() throws IOException {
    var same = choose(ALICE, 1);
    assertThat(choose(CHOIR, 1)).isEqualTo(same);

    choose(ALICE, 2);
    assertThat(portraits.find(same)).isPresent();

    choose(CHOIR, 2);
    assertThat(portraits.find(same)).isEmpty();
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void a_picture_that_is_also_a_sticker_stays_one() {
    var sticker = sticker(1);
    var portrait = choose(ALICE, 1);

    choose(ALICE, 2);

    assertThat(portraits.find(portrait)).isEmpty();
    assertThat(pictures.find(sticker.picture()).orElseThrow().bytes()).isEqualTo(picture(1));
  }

  @Test
  void a_portrait_that_was_not_kept_for_its_owner_is_not_shown() {
    assertThatThrownBy(
            () -> portraits.with(ALICE, portrait(1), kept -> become(kept.orElseThrow(), CHOIR)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(portraits.find(portrait(1).orElseThrow().name())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE", "AFTER"})
  void a_cut_of_the_power_leaves_the_one_there_was_and_no_bytes(Moment moment) throws IOException {
    var shown = choose(ALICE, 1);
    store.cut = moment;
    store.deleteFails = true;

    assertThatThrownBy(() -> choose(ALICE, 2)).isInstanceOf(PowerCut.class);
    open();

    assertThat(portraits.find(shown).orElseThrow().bytes()).isEqualTo(picture(1));
    assertThat(portraits.sweep()).isFalse();
    assertThat(kept()).isEqualTo(1);
    assertThat(rows("portraits")).isEqualTo(1);
  }

  @Test
  void a_backup_holds_all_pictures_where_they_are() throws IOException {
    var first = choose(ALICE, 1);

    try (var _ = pictures.hold()) {
      choose(ALICE, 2);
      portraits.sweep();
      assertThat(portraits.find(first)).isEmpty();
      assertThat(kept()).isEqualTo(2);
    }

    portraits.sweep();
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void writers_at_once_always_find_what_they_have_chosen() throws IOException {
    AtOnce.call(number -> {
      var owner = UUID.randomUUID();
      for (int round = 0; round < 6; round++) {
        var chosen = choose(owner, (number + round) % 3);
        assertThat(portraits.find(chosen)).isPresent();
      }
      return number;
    });

    portraits.sweep();
    assertThat(kept()).isLessThanOrEqualTo(3);
    assertThat(rows("portraits")).isEqualTo(AtOnce.WRITERS);
  }

  @Test
  void portraits_of_earlier_versions_move_with_their_names() throws IOException {
    var alices = leave(ALICE, 1);
    var choirs = leave(CHOIR, 2);

    open();

    assertThat(portraits.find(alices).orElseThrow().bytes()).isEqualTo(picture(1));
    assertThat(portraits.find(choirs).orElseThrow().bytes()).isEqualTo(picture(2));
    assertThat(rows("portraits_to_move")).isZero();
    choose(ALICE, 3);
    assertThat(portraits.find(alices)).isEmpty();
    assertThat(kept()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE", "AFTER"})
  void a_move_that_ends_in_the_middle_loses_nothing_and_begins_again(Moment moment)
      throws IOException {
    var alices = leave(ALICE, 1);
    var choirs = leave(CHOIR, 2);
    store.cut = moment;
    store.deleteFails = true;

    assertThatThrownBy(portraits::move).isInstanceOf(PowerCut.class);
    assertThat(rows("portraits_to_move")).isEqualTo(2);
    open();

    assertThat(portraits.find(alices).orElseThrow().bytes()).isEqualTo(picture(1));
    assertThat(portraits.find(choirs).orElseThrow().bytes()).isEqualTo(picture(2));
    portraits.sweep();
    assertThat(kept()).isEqualTo(2);
    assertThat(rows("portraits_to_move")).isZero();
  }

  @Test
  void on_a_full_disk_portraits_stay_until_there_is_room() throws IOException {
    var alices = leave(ALICE, 1);

    pictures = new Pictures(FileStore.open(files, Long.MAX_VALUE / 2));
    new Portraits(directory, pictures, Stickers::show).move();
    assertThat(rows("portraits_to_move")).isEqualTo(1);
    open();

    assertThat(portraits.find(alices)).isPresent();
  }

  @Test
  void bytes_that_are_not_a_picture_are_not_moved() {
    insertUnmoved(ALICE, "old.gif", new byte[] {1, 2, 3});

    open();

    assertThat(rows("portraits_to_move")).isZero();
    assertThat(rows("portraits")).isZero();
  }

  private PortraitName choose(UUID owner, int seed) {
    return portraits.with(owner, portrait(seed), kept -> become(kept.orElseThrow(), owner));
  }

  private PortraitName become(KeptPortrait portrait, UUID owner) {
    return directory.change(tx -> {
      portrait.becomeThatOf(tx, owner);
      return portrait.name();
    });
  }

  private PortraitName leave(UUID owner, int seed) {
    var portrait = portrait(seed).orElseThrow();
    insertUnmoved(owner, portrait.name().text(), portrait.bytes());
    return portrait.name();
  }

  private void insertUnmoved(UUID owner, String name, byte[] bytes) {
    database()
        .change(handle ->
            handle.execute(
                "INSERT INTO portraits_to_move (owner_id, name, bytes) VALUES (?, ?, ?)",
                owner.toString(),
                name,
                bytes));
  }

  private int rows(String table) {
    return database()
        .read(handle ->
            handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  private Sticker sticker(int seed) {
    return ((Outcome.Done<Sticker>) stickers.add(UserId.random(), picture(seed), "data_base64"))
        .now();
  }

  private static Optional<Portrait> portrait(int seed) {
    return Portrait.of(picture(seed));
  }

  private static byte[] picture(int seed) {
    return TestingPictures.sticker(seed);
  }

  private long kept() throws IOException {
    try (var all = Files.walk(files)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
