package dev.hearth.sdk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends ClientStoreContract {
  private static final String CANARY = "0ca9a7e-canary";

  private final StoreKey key = StoreKey.generate();

  @TempDir Path folder = Path.of("");

  @Override
  ClientStore open() {
    return ClientStore.sqlite(file(), key);
  }

  private Path file() {
    // A name that could be misread as options.
    return folder.resolve("my store?mode=memory#100%.db");
  }

  @Test
  void kept_records_are_there_when_it_is_opened_again() {
    IntStream.range(0, 200).forEach(i -> put(NUMBER, "n" + i, "v".repeat(i * 50)));
    put(LETTER, "a", "Alpha");
    put(NUMBER, "n7", "seven");

    reopen();

    assertThat(find(LETTER, "a")).contains("Alpha");
    assertThat(find(NUMBER, "n199")).contains("v".repeat(199 * 50));
    assertThat(names(NUMBER)).hasSize(200).startsWith("n0", "n1").endsWith("n199", "n7");
    put(LETTER, "b", "Beta");
    put(LETTER, "c", "Gamma");
    put(LETTER, "d", "Delta");
    assertThat(names(LETTER)).containsExactly("b", "c", "d");
  }

  @Test
  void another_key_is_refused_and_changes_nothing() throws IOException {
    put(LETTER, "a", "Alpha");
    store.close();
    byte[] before = Files.readAllBytes(file());

    assertRefused(file(), StoreKey.generate(), StoreException.StoreFault.WRONG_KEY, "another key");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    store = open();
    assertThat(find(LETTER, "a")).contains("Alpha");
  }

  @Test
  void a_passphrase_opens_what_it_has_closed() {
    Path other = folder.resolve("other.db");
    ClientStore.sqlite(other, passphrase("pa55 wörd")).close();

    assertRefused(
        other, passphrase("pa55 word"), StoreException.StoreFault.WRONG_KEY, "another key");
    ClientStore.sqlite(other, passphrase("pa55 wörd")).close();
    assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.ofPassphrase(new char[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.of(new byte[31]));
  }

  /// The usual 600,000 iterations would take seconds here.
  private static StoreKey passphrase(String passphrase) {
    return StoreKey.ofPassphrase(passphrase.toCharArray(), 1000);
  }

  @Test
  void a_store_sealed_with_another_key_is_all_there_and_opens_with_that_one_only() {
    IntStream.range(0, 50).forEach(i -> put(NUMBER, "n" + i, "v".repeat(i * 100)));
    put(NUMBER, "n7", "seven");
    put(LETTER, "a", "Alpha");
    store.close();
    StoreKey other = passphrase("a new one");

    ClientStore.changeKey(file(), key, other);

    assertRefused(file(), key, StoreException.StoreFault.WRONG_KEY, "another key");
    store = ClientStore.sqlite(file(), other);
    assertThat(names(NUMBER)).hasSize(50).startsWith("n0", "n1").endsWith("n49", "n7");
    assertThat(find(NUMBER, "n49")).contains("v".repeat(49 * 100));
    assertThat(find(LETTER, "a")).contains("Alpha");
    put(LETTER, "b", "Beta");
    assertThat(names(LETTER)).containsExactly("a", "b");
  }

  @Test
  void a_key_is_changed_only_by_who_has_it_and_the_file_to_themselves() throws Exception {
    put(LETTER, "a", "Alpha");
    assertRefused(this::changeKey, StoreException.StoreFault.IN_USE);
    store.close();
    byte[] before = Files.readAllBytes(file());

    assertRefused(
        () -> ClientStore.changeKey(file(), StoreKey.generate(), StoreKey.generate()),
        StoreException.StoreFault.WRONG_KEY);
    Path missing = folder.resolve("missing.db");
    assertRefused(
        () -> ClientStore.changeKey(missing, key, StoreKey.generate()),
        StoreException.StoreFault.DISK);

    assertThat(missing).doesNotExist();
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    store = open();
  }

  @Test
  void a_record_that_somebody_has_exchanged_is_not_sealed_anew() throws Exception {
    put(LETTER, "a", "Alpha");
    put(LETTER, "b", "Beta");
    store.close();
    for (String exchange :
        List.of("kind = 'number'", "sealed_value = sealed_name", "sealed_name = x'00'")) {
      byte[] good = Files.readAllBytes(file());
      change("UPDATE records SET " + exchange + " WHERE sequence = 2");

      assertRefused(this::changeKey, StoreException.StoreFault.DAMAGED);

      store = open();
      assertThat(find(LETTER, "a")).contains("Alpha");
      store.close();
      Files.write(file(), good);
    }
    store = open();
  }

  private void changeKey() {
    ClientStore.changeKey(file(), key, StoreKey.generate());
  }

  @Test
  void a_key_in_a_file_is_made_once_and_for_its_owner_only() throws IOException {
    Path keyFile = folder.resolve("store.key");
    Path other = folder.resolve("other.db");
    ClientStore.sqlite(other, StoreKey.inFile(keyFile)).close();

    ClientStore.sqlite(other, StoreKey.inFile(keyFile)).close();

    assertThat(permissions(keyFile)).isEqualTo("rw-------");
    Files.writeString(keyFile, "no key");
    StoreException refusal =
        catchThrowableOfType(StoreException.class, () -> StoreKey.inFile(keyFile));
    assertThat(refusal.reason()).isEqualTo(StoreException.StoreFault.NOT_A_STORE);
    assertThat(keyFile).hasContent("no key");
    StoreException missing =
        catchThrowableOfType(
            StoreException.class, () -> StoreKey.inFile(folder.resolve("no such/key")));
    assertThat(missing.reason()).isEqualTo(StoreException.StoreFault.DISK);
  }

  @Test
  void a_second_client_is_kept_out_until_the_first_has_closed() {
    put(LETTER, "a", "Alpha");

    assertRefused(file(), key, StoreException.StoreFault.IN_USE, "in use");

    put(LETTER, "b", "Beta");
    reopen();
    assertThat(names(LETTER)).containsExactly("a", "b");
  }

  @Test
  void a_file_tells_neither_names_nor_values() throws IOException {
    put(LETTER, CANARY, "with " + CANARY);
    put(LETTER, "with " + CANARY, CANARY.repeat(1000));

    assertThat(permissions(file())).isEqualTo("rw-------");
    assertThat(permissions(log())).isEqualTo("rw-------");
    byte[] log = Files.readAllBytes(log());
    // Reading it in this process has let go of SQLite's lock, and that's fine here.
    store.close();
    byte[] all = Files.readAllBytes(file());

    assertThat(new String(log, StandardCharsets.ISO_8859_1))
        .contains("letter")
        .doesNotContain(CANARY);
    assertThat(new String(all, StandardCharsets.ISO_8859_1))
        .contains("letter")
        .doesNotContain(CANARY);
  }

  @Test
  void rows_that_somebody_has_exchanged_are_not_read() throws SQLException {
    put(LETTER, "a", "Alpha");
    put(LETTER, "b", "Beta");
    put(NUMBER, "1", "one");

    tamper(
        "UPDATE records SET sealed_value ="
            + " (SELECT sealed_value FROM records WHERE sequence = 2) WHERE sequence = 1");
    assertDamaged(() -> find(LETTER, "a"));
    assertThat(find(LETTER, "b")).contains("Beta");

    tamper(
        "UPDATE records SET sealed_name ="
            + " (SELECT sealed_name FROM records WHERE sequence = 2) WHERE sequence = 1");
    assertDamaged(() -> names(LETTER));
    assertThat(names(NUMBER)).containsExactly("1");

    tamper("UPDATE records SET kind = 'number' WHERE sequence = 2");
    assertDamaged(() -> names(NUMBER));
    assertThat(find(NUMBER, "b")).isEmpty();

    tamper("UPDATE records SET sealed_value = sealed_name WHERE sequence = 3");
    assertDamaged(() -> find(NUMBER, "1"));
    tamper("UPDATE records SET sealed_value = x'00' WHERE sequence = 3");
    assertDamaged(() -> find(NUMBER, "1"));
  }

  @Test
  void a_newer_file_is_refused() throws SQLException {
    put(LETTER, "a", "Alpha");

    store.close();
    change("PRAGMA user_version = 2");
    assertRefused(file(), key, StoreException.StoreFault.NEWER, "newer version");

    change("PRAGMA user_version = 1");
    store = open();
    assertThat(find(LETTER, "a")).contains("Alpha");
  }

  @Test
  void a_file_that_is_not_a_store_is_refused_and_left_alone() throws Exception {
    Path text = Files.writeString(folder.resolve("letter.txt"), "Dear Bob, ".repeat(100));
    assertRefused(text, key, StoreException.StoreFault.NOT_A_STORE, "not a store");
    assertThat(text).hasContent("Dear Bob, ".repeat(100));

    Path other = folder.resolve("other.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE recipes (name TEXT)");
    }
    byte[] before = Files.readAllBytes(other);
    assertRefused(other, key, StoreException.StoreFault.NOT_A_STORE, "another program's");
    assertThat(Files.readAllBytes(other)).isEqualTo(before);

    assertRefused(folder, key, StoreException.StoreFault.DISK, "can't be read");
    assertRefused(
        folder.resolve("missing/store.db"), key, StoreException.StoreFault.DISK, "can't be made");
  }

  @Test
  void a_damaged_file_is_refused() throws IOException {
    IntStream.range(0, 300).forEach(i -> put(NUMBER, "n" + i, "v".repeat(300)));
    store.close();
    byte[] good = Files.readAllBytes(file());

    byte[] overwritten = good.clone();
    for (int i = good.length / 4; i < good.length * 3 / 4; i++) {
      overwritten[i] = (byte) i;
    }
    Files.write(file(), overwritten);
    assertRefused(file(), key, StoreException.StoreFault.DAMAGED, "damaged");

    Files.write(file(), Arrays.copyOf(good, good.length / 2));
    assertRefused(file(), key, StoreException.StoreFault.DAMAGED, "damaged");
  }

  @Test
  void a_file_in_a_format_of_another_sqlite_is_refused_and_left_alone() throws IOException {
    put(LETTER, "a", "Alpha");
    store.close();
    byte[] changed = Files.readAllBytes(file());
    changed[18] = 3;
    Files.write(file(), changed);

    assertRefused(file(), key, StoreException.StoreFault.DAMAGED, "damaged");
    assertThat(Files.readAllBytes(file())).isEqualTo(changed);
  }

  @Test
  void a_file_too_short_for_a_store_is_refused_and_left_alone() throws IOException {
    put(LETTER, "a", "Alpha");
    store.close();
    byte[] good = Files.readAllBytes(file());

    for (int bytes : new int[] {1, 15, 43, 511}) {
      byte[] cut = Arrays.copyOf(good, bytes);
      Files.write(file(), cut);

      assertRefused(file(), key, StoreException.StoreFault.NOT_A_STORE, "not a store");
      assertThat(Files.readAllBytes(file())).isEqualTo(cut);
    }
  }

  @Test
  void a_file_that_is_cut_off_is_left_alone_also_where_its_head_says_nothing_of_that()
      throws IOException {
    IntStream.range(0, 100).forEach(i -> put(NUMBER, "n" + i, "v".repeat(300)));
    store.close();
    byte[] cut = Arrays.copyOf(Files.readAllBytes(file()), 8_192);
    // The counter of changes: SQLite takes the length in the head for what an old program left.
    cut[25]++;
    Files.write(file(), cut);

    assertRefused(file(), key, StoreException.StoreFault.DAMAGED, "damaged");
    assertThat(Files.readAllBytes(file())).isEqualTo(cut);
  }

  @Test
  void a_file_without_what_it_is_protected_with_is_refused() throws SQLException {
    put(LETTER, "a", "Alpha");
    store.close();

    change("DROP TABLE protection");
    change("CREATE TABLE protection (salt BLOB, key_check BLOB)");
    change("INSERT INTO protection VALUES (NULL, NULL)");
    assertRefused(file(), key, StoreException.StoreFault.DAMAGED, "damaged");
  }

  @Test
  void a_file_with_other_tables_is_refused_and_let_go() throws SQLException {
    put(LETTER, "a", "Alpha");
    store.close();

    change("ALTER TABLE records RENAME COLUMN sealed_value TO value");
    assertRefused(file(), key, StoreException.StoreFault.DAMAGED, "damaged");

    change("ALTER TABLE records RENAME COLUMN value TO sealed_value");
    store = open();
    assertThat(find(LETTER, "a")).contains("Alpha");
  }

  private void reopen() {
    store.close();
    store = open();
  }

  private Path log() {
    return file().resolveSibling(file().getFileName() + "-wal");
  }

  private void tamper(String sql) throws SQLException {
    store.close();
    change(sql);
    store = open();
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file().toUri());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void assertRefused(
      Path file, StoreKey key, StoreException.StoreFault reason, String message) {
    StoreException refusal =
        catchThrowableOfType(StoreException.class, () -> ClientStore.sqlite(file, key).close());
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(message).hasMessageContaining(file.toString());
  }

  private static void assertRefused(Runnable change, StoreException.StoreFault reason) {
    StoreException refusal = catchThrowableOfType(StoreException.class, change::run);
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
  }

  private static void assertDamaged(Runnable reading) {
    StoreException refusal = catchThrowableOfType(StoreException.class, reading::run);
    assertThat(refusal.reason()).isEqualTo(StoreException.StoreFault.DAMAGED);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
