package dev.hearth.platform.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Bill;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.TestingPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresDatabaseTest {
  private static final List<Migrations> TABLES =
      List.of(new Migrations("db/testing", List.of("V900_1__pages.sql", "V900_2__chapters.sql")));
  private static final String ADD_PAGE = "INSERT INTO pages (title, words) VALUES (?, ?)";

  @TempDir private Path folder;
  private String url;
  private Database database;

  @BeforeEach
  void open() {
    url = TestingPostgres.newUrl(TABLES);
    database = PostgresDatabase.open(url, TABLES);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_change_that_throws_or_is_not_kept_leaves_nothing_behind() {
    assertThatThrownBy(() ->
            database.change(handle -> {
              handle.execute(ADD_PAGE, "one", 1);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(database.<Integer>writeIf(_ -> false, handle -> handle.execute(ADD_PAGE, "two", 2)))
        .isEqualTo(1);

    assertThat(words()).isEmpty();
  }

  @Test
  void a_read_can_not_write() {
    assertThatThrownBy(() -> database.read(handle -> handle.execute(ADD_PAGE, "one", 1)))
        .hasMessageContaining("read-only");
  }

  @Test
  void a_reference_to_nothing_is_refused() {
    assertThatThrownBy(() ->
            database.change(
                handle -> handle.execute("INSERT INTO chapters VALUES ('a', 'nowhere')")))
        .hasMessageContaining("foreign key");
  }

  @Test
  void a_title_that_is_there_already_is_an_error_of_who_puts_it_in_without_looking() {
    database.change(handle -> handle.execute(ADD_PAGE, "one", 1));

    assertThatThrownBy(() -> database.change(handle -> handle.execute(ADD_PAGE, "one", 2)))
        .hasMessageContaining("duplicate key");
  }

  @Test
  void a_change_that_reads_and_then_writes_is_alone_with_what_it_read() {
    database.change(handle -> handle.execute(ADD_PAGE, "one", 0));

    AtOnce.call(_ ->
        database.write(handle -> {
          int words = handle.createQuery("SELECT words FROM pages").mapTo(Integer.class).one();
          return handle.execute("UPDATE pages SET words = ?", words + 1);
        }));

    assertThat(words()).containsExactly(AtOnce.WRITERS);
  }

  @Test
  void a_change_that_looks_before_it_puts_in_finds_what_another_one_has_just_put_in() {
    var added =
        AtOnce.call(_ ->
            database.write(handle ->
                handle
                        .createQuery("SELECT 1 FROM pages WHERE title = 'one'")
                        .mapTo(Integer.class)
                        .findOne()
                        .isEmpty()
                    && handle.execute(ADD_PAGE, "one", 1) == 1));

    assertThat(added).filteredOn(Boolean::booleanValue).hasSize(1);
  }

  @Test
  void a_change_can_not_wait_for_another_one() {
    assertThatThrownBy(() ->
            database.change(_ -> database.change(handle -> handle.execute(ADD_PAGE, "one", 1))))
        .hasMessage("A change can't wait for another one");
  }

  @Test
  void rows_are_paid_for_by_whoever_has_them_written() {
    var rows =
        new Allowances(InstantSource.fixed(Instant.EPOCH), new SimpleMeterRegistry())
            .<String>of("rows", new Rate(10, 1, Duration.ofHours(1)));

    database.change(handle -> handle.execute(ADD_PAGE, "nobody pays", 0));
    var _ =
        new Bill<>(rows, "alice")
            .payFor(() ->
                database.write(handle -> {
                  handle.execute(ADD_PAGE, "one", 1);
                  return handle.execute("INSERT INTO pages VALUES ('two', 2), ('three', 3)");
                }));

    assertThat(rows.look("alice", 7)).isInstanceOf(Charge.Allowed.class);
    assertThat(rows.look("alice", 8)).isInstanceOf(Charge.Refused.class);
  }

  @Test
  void the_directory_of_another_data_folder_is_refused() {
    try (var mine = DataFolder.open(folder.resolve("mine"))) {
      PostgresDatabase.open(mine, url, TABLES).close();
      mine.id().claimedByAll();
    }
    try (var mine = DataFolder.open(folder.resolve("mine"))) {
      PostgresDatabase.open(mine, url, TABLES).close();
    }
    try (var other = DataFolder.open(folder.resolve("other"))) {
      String unused = TestingPostgres.newUrl(TABLES);
      PostgresDatabase.open(other, unused, TABLES).close();
      other.id().claimedByAll();
    }
    try (var other = DataFolder.open(folder.resolve("other"))) {
      assertThatThrownBy(() -> PostgresDatabase.open(other, url, TABLES))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("belongs to another data folder");
    }
  }

  @Test
  void a_server_that_can_not_be_reached_is_said_without_the_password() {
    assertThatThrownBy(() ->
            PostgresDatabase.open(
                "jdbc:postgresql://127.0.0.1:1/hearth?user=hearth&password=horse", TABLES))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("directory.url")
        .hasMessageNotContaining("horse");
  }

  private List<Integer> words() {
    return database.read(
        handle -> handle.createQuery("SELECT words FROM pages").mapTo(Integer.class).list());
  }
}
