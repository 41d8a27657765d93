package dev.hearth.damage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.chat.Backups;
import dev.hearth.chat.Chat;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// A store that is damaged, missing or not this folder's: the start says so in a sentence, and
/// leaves everything as it is.
final class LostStoresTest {
  private static final World WORLD = new World(new Random(9));

  @TempDir private static Path images;
  private static Path killed;
  private static Path stopped;

  @TempDir private Path temporary;
  private Path folder;

  @BeforeAll
  static void writeAFolder() {
    Path living = images.resolve("living");
    try (var floors = OpenFloors.open(living, OnLoss.REFUSE)) {
      WORLD.settle(floors, 2);
      WORLD.write(floors, 20);
    }
    try (var floors = OpenFloors.open(living, OnLoss.REFUSE)) {
      WORLD.write(floors, 100);
      WORLD.upload(floors, 2);
      killed = Copies.copy(living, images.resolve("killed"));
    }
    stopped = living;
  }

  @BeforeEach
  void takeWhatAKillLeft() {
    folder = Copies.copy(killed, temporary.resolve("data"));
  }

  private void takeWhatAStopLeft() {
    Copies.delete(folder);
    Copies.copy(stopped, folder);
  }

  @Test
  void all_that_a_kill_or_a_stop_left_is_there() {
    assertAllIsThere(OnLoss.REFUSE);
    takeWhatAStopLeft();
    assertAllIsThere(OnLoss.REFUSE);
  }

  @Test
  void a_flipped_byte_in_the_logs_write_ahead_log_is_not_a_torn_tail() throws IOException {
    Path wal = writeAheadLog();
    Copies.flip(wal, 0.5);
    byte[] damaged = Files.readAllBytes(wal);

    assertRefused("log", "lost its end");
    assertThat(Files.readAllBytes(wal)).isEqualTo(damaged);

    // Entries after the damaged block are still there.
    int left = countThoseThere(OnLoss.ACCEPT);
    assertThat(left).isBetween(60, WORLD.messages.size() - 1);
    assertThat(countThoseThere(OnLoss.REFUSE)).isEqualTo(left);
  }

  @Test
  void the_last_answered_message_is_missed_too() throws IOException {
    Path wal = writeAheadLog();
    byte[] bytes = Files.readAllBytes(wal);
    Files.write(wal, Arrays.copyOf(bytes, bytes.length - 3));

    assertRefused("log", "lost its end");
  }

  @Test
  void a_reader_of_the_folder_learns_of_a_lost_end_too() throws IOException {
    Copies.flip(writeAheadLog(), 0.5);
    Copies.flip(folder.resolve("directory.db-wal"), 0.7);

    try (var look = DataFolder.look(folder)) {
      assertThat(Backups.problems(look))
          .anyMatch(problem -> problem.contains("log has lost its end"))
          .anyMatch(problem -> problem.contains("directory.db has lost its last"));
    }

    assertRefused("directory.db", "has lost its last");
  }

  @Test
  void a_tear_behind_the_last_answered_message_loses_nothing() throws IOException {
    Path wal = writeAheadLog();
    byte[] bytes = Files.readAllBytes(wal);
    byte[] more = Arrays.copyOf(bytes, bytes.length + 700);
    new Random(3).nextBytes(more);
    System.arraycopy(bytes, 0, more, 0, bytes.length);
    Files.write(wal, more);

    assertAllIsThere(OnLoss.REFUSE);
  }

  @Test
  void a_missing_write_ahead_log_is_missed() {
    Copies.delete(writeAheadLog());

    assertRefused("log", "lost its end");
  }

  @Test
  void a_missing_log_is_missed_after_a_kill_and_after_a_stop() {
    Copies.delete(folder.resolve("log"));
    assertRefused("log", "is missing");
    assertThat(folder.resolve("log")).doesNotExist();

    takeWhatAStopLeft();
    Copies.delete(folder.resolve("log"));
    assertRefused("log", "is missing");
    assertThat(countThoseThere(OnLoss.ACCEPT)).isZero();
    assertThat(countThoseThere(OnLoss.REFUSE)).isZero();
  }

  @Test
  void a_log_without_its_list_of_files_is_not_taken_for_a_new_one() {
    Copies.delete(folder.resolve("log/CURRENT"));

    assertRefused("CURRENT", "is missing");

    assertAllIsThere(OnLoss.ACCEPT);
  }

  @Test
  void an_older_copy_of_the_log_or_the_directory_is_noticed() {
    Path older = Copies.copy(killed, temporary.resolve("older"));
    try (var floors = OpenFloors.open(folder, OnLoss.REFUSE)) {
      new World(new Random(1)).settle(floors, 2);
      ConversationId any = WORLD.members.keySet().iterator().next();
      WORLD.unheard(floors, WORLD.members.get(any).getFirst(), any);
    }
    Path newer = Copies.copy(folder, temporary.resolve("newer"));

    Copies.delete(folder.resolve("log"));
    Copies.copy(older.resolve("log"), folder.resolve("log"));
    assertRefused("log", "an older copy");

    Copies.delete(folder);
    Copies.copy(newer, folder);
    Copies.write(folder.resolve("directory.db"), Copies.read(older.resolve("directory.db")));
    assertRefused("directory.db", "an older copy");
  }

  @Test
  void stores_of_another_folder_are_refused() {
    Path other = temporary.resolve("other");
    try (var floors = OpenFloors.open(other, OnLoss.REFUSE)) {
      var people = new World(new Random(2));
      people.settle(floors, 2);
      people.write(floors, 3);
    }
    for (String store : new String[] {"log", "attachments"}) {
      Copies.delete(folder);
      Copies.copy(killed, folder);
      Copies.delete(folder.resolve(store));
      Copies.copy(other.resolve(store), folder.resolve(store));
      assertRefused(store, "belongs to another data folder");
    }
  }

  @Test
  void a_flipped_byte_in_the_directorys_write_ahead_log_is_missed() throws IOException {
    Path wal = folder.resolve("directory.db-wal");
    Copies.flip(wal, 0.7);
    byte[] damaged = Files.readAllBytes(wal);

    assertRefused("directory.db", "has lost its last");
    assertThat(Files.readAllBytes(wal)).isEqualTo(damaged);

    OpenFloors.open(folder, OnLoss.ACCEPT).close();
    OpenFloors.open(folder, OnLoss.REFUSE).close();
  }

  @Test
  void a_missing_write_ahead_log_of_the_directory_is_missed() {
    Copies.delete(folder.resolve("directory.db-wal"));

    assertRefused("directory.db", "");
  }

  @Test
  void a_missing_directory_is_missed() {
    Copies.delete(folder.resolve("directory.db"));
    Copies.delete(folder.resolve("directory.db-wal"));
    Copies.delete(folder.resolve("directory.db-shm"));

    assertRefused("directory.db", "is missing");
    assertThat(folder.resolve("directory.db")).doesNotExist();

    OpenFloors.open(folder, OnLoss.ACCEPT).close();
    OpenFloors.open(folder, OnLoss.REFUSE).close();
  }

  @Test
  void any_change_to_the_directory_since_the_stop_is_noticed() {
    takeWhatAStopLeft();
    Copies.flip(folder.resolve("directory.db"), 0.5);

    assertRefused("directory.db", "is not as the server left it");
  }

  @Test
  void missing_attachments_are_missed() {
    Copies.delete(folder.resolve("attachments"));

    assertRefused("attachments", "is missing");

    OpenFloors.open(folder, OnLoss.ACCEPT).close();
    OpenFloors.open(folder, OnLoss.REFUSE).close();
  }

  @Test
  void without_its_own_file_the_stores_know_the_number_of_the_folder() throws IOException {
    String id = Files.readString(folder.resolve("folder.id")).strip();
    Copies.delete(folder.resolve("folder.id"));

    assertAllIsThere(OnLoss.REFUSE);

    assertThat(folder.resolve("folder.id")).hasContent(id);
  }

  @Test
  void without_the_watermark_the_server_starts() {
    Copies.delete(folder.resolve("watermark"));

    assertAllIsThere(OnLoss.REFUSE);
  }

  @Test
  void a_folder_of_a_version_that_knew_no_numbers_is_given_one() throws IOException {
    Path old = temporary.resolve("old");
    Files.createDirectories(old.resolve("attachments/incoming"));
    Files.createDirectories(old.resolve("pictures/incoming"));
    SqliteDatabase.open(old.resolve("directory.db"), Chat.MIGRATIONS).close();
    RocksLog.open(old.resolve("log"), new PositionClock(InstantSource.system())).close();

    OpenFloors.open(old, OnLoss.REFUSE).close();

    assertThat(old.resolve("folder.id")).exists();
    OpenFloors.open(old, OnLoss.REFUSE).close();
  }

  @Test
  void a_folder_of_a_newer_version_is_left_alone_even_when_losses_are_accepted()
      throws IOException, RocksDBException {
    Files.writeString(folder.resolve("format"), "2\n");
    assertLeftAlone("was used by a newer version of Hearth (its format is 2");
    Files.writeString(folder.resolve("format"), "two\n");
    assertLeftAlone("format is damaged");
    Files.delete(folder.resolve("format"));
    assertAllIsThere(OnLoss.REFUSE);

    Copies.delete(folder);
    Copies.copy(killed, folder);
    addAFamily(folder.resolve("log"));
    assertLeftAlone("log was written by a newer version of Hearth");
  }

  private void assertLeftAlone(String why) {
    for (OnLoss onLoss : OnLoss.values()) {
      assertThatExceptionOfType(StartRefused.class)
          .isThrownBy(() -> OpenFloors.open(folder, onLoss))
          .withMessageContaining(why);
    }
  }

  private static void addAFamily(Path log) throws RocksDBException {
    try (var options = new Options();
        var all = new DBOptions()) {
      var families =
          RocksDB.listColumnFamilies(options, log.toString()).stream()
              .map(ColumnFamilyDescriptor::new)
              .toList();
      try (var database = RocksDB.open(all, log.toString(), families, new ArrayList<>())) {
        database.createColumnFamily(new ColumnFamilyDescriptor("reactions".getBytes(UTF_8)));
      }
    }
  }

  @Test
  void a_server_does_not_start_on_a_backup_itself() throws IOException {
    Path kept = temporary.resolve("backups");
    Path backup;
    try (var floors = OpenFloors.open(folder, OnLoss.REFUSE)) {
      backup = floors.chat().backups().backUp(kept);
    }

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> OpenFloors.open(backup, OnLoss.ACCEPT))
        .withMessage(backup + " is a backup: make a data folder of it with hearth restore");
    assertThat(backup.resolve("lock")).doesNotExist();
  }

  @Test
  void a_key_that_is_gone_or_another_one_is_not_replaced_without_a_word() throws IOException {
    for (String key : List.of("server.key", "attachments.key")) {
      Path file = folder.resolve(key);
      String whole = Files.readString(file);

      Files.delete(file);
      assertRefused(key, "is missing");
      assertThat(file).doesNotExist();

      char other = whole.charAt(0) == '0' ? '1' : '0';
      Files.writeString(file, other + whole.substring(1));
      assertRefused(key, "is damaged");

      OpenFloors.open(folder, OnLoss.ACCEPT).close();
      assertThat(Files.readString(folder.resolve(key + ".damaged")))
          .isEqualTo(other + whole.substring(1));
      assertThat(Files.readString(file)).isNotEqualTo(whole);
      OpenFloors.open(folder, OnLoss.REFUSE).close();
    }
  }

  @Test
  void damage_to_the_sums_of_the_keys_costs_no_key() throws IOException {
    String key = Files.readString(folder.resolve("server.key"));
    Path sums = folder.resolve("keys.sum");
    byte[] bytes = Files.readAllBytes(sums);
    for (int at = 0; at < bytes.length; at += 37) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(sums, damaged);

      OpenFloors.open(folder, OnLoss.REFUSE).close();
    }
    assertThat(Files.readString(folder.resolve("server.key"))).isEqualTo(key);
  }

  private Path writeAheadLog() {
    return Copies.files(folder.resolve("log")).stream()
        .filter(file -> file.toString().endsWith(".log"))
        .map(folder.resolve("log")::resolve)
        .filter(file -> file.toFile().length() > 0)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private void assertRefused(String what, String why) {
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> OpenFloors.open(folder, OnLoss.REFUSE))
        .withMessageContaining(folder.toString())
        .withMessageContaining(what)
        .withMessageContaining(why)
        .withMessageContaining("--accept-loss");
  }

  private void assertAllIsThere(OnLoss onLoss) {
    // Each of the two is pushed what the other said.
    assertThat(countThoseThere(onLoss)).isEqualTo(WORLD.messages.size());
  }

  /// How many of the answered messages the other one of the two is pushed.
  private int countThoseThere(OnLoss onLoss) {
    try (var floors = OpenFloors.open(folder, onLoss)) {
      int there = 0;
      for (var person : WORLD.people) {
        there += new Reading(WORLD, floors, person).foundToTheEnd().size();
      }
      return there;
    }
  }
}
