package dev.hearth.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.ChildJvm;
import dev.hearth.Eventually;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private static final String PAGES = "V900_1__pages.sql";
  private static final String CHAPTERS = "V900_2__chapters.sql";
  private static final String BROKEN = "V900_3__broken.sql";
  private static final String ENDLESS = "V900_4__endless.sql";

  @TempDir private Path folder;

  @Test
  void a_new_step_is_applied_to_an_old_database_whatever_its_feature() {
    open(PAGES).close();

    try (var database = open("V899_1__covers.sql", PAGES, CHAPTERS)) {
      assertThat(tables(database)).containsExactly("chapters", "covers", "pages", "schema_history");
    }
  }

  @Test
  void a_step_that_fails_leaves_nothing_of_any() {
    assertThatThrownBy(() -> open(PAGES, CHAPTERS, BROKEN))
        .hasMessageContaining(BROKEN)
        .hasRootCauseMessage(
            "[SQLITE_ERROR] SQL error or missing database (no such table: nowhere)");

    try (var database = open()) {
      assertThat(tables(database)).containsExactly("schema_history");
    }
  }

  @Test
  void a_database_of_a_newer_version_is_refused_in_a_sentence_and_left_as_it_is() {
    open(PAGES, CHAPTERS).close();

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> open("V899_1__covers.sql", PAGES))
        .withMessage(
            "the directory was written by a newer version of Hearth, which knows"
                + " db/testing/V900_2__chapters.sql: use that version, or restore a backup of this"
                + " one");

    try (var database = open(PAGES, CHAPTERS)) {
      assertThat(tables(database)).containsExactly("chapters", "pages", "schema_history");
    }
  }

  @Test
  void a_start_that_is_killed_in_a_migration_leaves_what_was_there()
      throws IOException, InterruptedException {
    try (var database = open(PAGES)) {
      database.change(handle -> handle.execute("INSERT INTO pages VALUES ('one', 1)"));
    }

    killWhileItOpens(PAGES, CHAPTERS, ENDLESS);

    try (var database = open(PAGES, CHAPTERS)) {
      assertThat(tables(database)).containsExactly("chapters", "pages", "schema_history");
      assertThat(rows(database, "pages")).isEqualTo(1);
    }
  }

  @Test
  void a_new_database_whose_start_is_killed_is_new_once_more()
      throws IOException, InterruptedException {
    killWhileItOpens(PAGES, ENDLESS);

    try (var database = open(PAGES)) {
      assertThat(rows(database, "pages")).isZero();
    }
  }

  private Database open(String... scripts) {
    return open(file(), scripts);
  }

  private static Database open(Path file, String... scripts) {
    return SqliteDatabase.open(file, List.of(new Migrations("db/testing", List.of(scripts))));
  }

  private Path file() {
    return folder.resolve("test.db");
  }

  /// Kills a process that opens the database, once it has written some of the endless step.
  private void killWhileItOpens(String... scripts) throws IOException, InterruptedException {
    var process = ChildJvm.start(Opening.class, file().toString(), String.join(",", scripts));
    try {
      var journal = folder.resolve("test.db-wal");
      Eventually.holds(
          "it has written some",
          () -> !process.isAlive() || (Files.exists(journal) && Files.size(journal) >= 100_000));
      assertThat(process.isAlive()).as("it goes on forever").isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /// The process that is killed.
  static final class Opening {
    public static void main(String[] arguments) {
      open(Path.of(arguments[0]), arguments[1].split(",", -1)).close();
    }
  }

  private static List<String> tables(Database database) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'origin'"
                    + " ORDER BY name")
            .mapTo(String.class)
            .list());
  }

  private static int rows(Database database, String table) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }
}
