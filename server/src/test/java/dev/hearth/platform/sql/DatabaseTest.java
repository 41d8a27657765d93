package dev.hearth.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final String ADD_PAGE = "INSERT INTO pages (title, words) VALUES (?, ?)";
  private static final String COUNT = "SELECT count(*) FROM pages";

  @TempDir private Path folder;

  @Test
  void what_was_written_is_there_after_a_restart() {
    try (var database = open("V900_1__pages.sql")) {
      database.change(handle -> handle.execute(ADD_PAGE, "one", 1));
    }

    try (var database = open("V900_1__pages.sql")) {
      assertThat(pages(database)).isEqualTo(1);
    }
  }

  @Test
  void a_change_that_throws_leaves_nothing_behind() {
    try (var database = open("V900_1__pages.sql")) {
      assertThatThrownBy(() ->
              database.change(handle -> {
                handle.execute(ADD_PAGE, "one", 1);
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");

      assertThat(pages(database)).isZero();
    }
  }

  @Test
  void a_read_can_not_write() {
    try (var database = open("V900_1__pages.sql")) {
      assertThatThrownBy(() -> database.read(handle -> handle.execute(ADD_PAGE, "one", 1)))
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void a_reference_to_nothing_is_refused() {
    try (var database = open("V900_1__pages.sql", "V900_2__chapters.sql")) {
      assertThatThrownBy(() ->
              database.change(
                  handle -> handle.execute("INSERT INTO chapters VALUES ('a', 'nowhere')")))
          .hasMessageContaining("FOREIGN KEY");
    }
  }

  @Test
  void a_write_is_seen_by_the_next_read_while_many_write() throws Exception {
    try (var database = open("V900_1__pages.sql");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          threads.invokeAll(
              java.util.stream.IntStream.range(0, 200)
                  .<java.util.concurrent.Callable<Integer>>mapToObj(i ->
                      () -> {
                        database.change(handle -> handle.execute(ADD_PAGE, "page " + i, i));
                        return pages(database);
                      })
                  .toList());

      for (var write : writes) {
        assertThat(write.get()).isBetween(1, 200);
      }
      assertThat(pages(database)).isEqualTo(200);
    }
  }

  @Test
  void changes_that_share_a_commit_do_not_share_a_failure() throws Exception {
    try (var database = open("V900_1__pages.sql");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 300; i++) {
        int number = i;
        writes.add(
            threads.submit(() ->
                database.writeIf(
                    kept -> kept,
                    handle -> {
                      handle.execute(ADD_PAGE, "page " + number, number);
                      if (number % 3 == 0) {
                        throw new IllegalStateException("no " + number);
                      }
                      return number % 3 == 1;
                    })));
      }

      for (int i = 0; i < 300; i++) {
        var write = writes.get(i);
        if (i % 3 == 0) {
          assertThatThrownBy(write::get).hasRootCauseMessage("no " + i);
        } else {
          assertThat(write.get()).isEqualTo(i % 3 == 1);
        }
      }
      assertThat(pages(database)).isEqualTo(100);
      assertThat(words(database)).allMatch(number -> number % 3 == 1);
    }
  }

  @Test
  void a_closed_database_refuses_to_write() {
    var database = open("V900_1__pages.sql");
    database.close();

    assertThatThrownBy(() -> database.change(handle -> handle.execute(ADD_PAGE, "one", 1)))
        .hasMessage("The directory is closed");
  }

  private Database open(String... scripts) {
    return Database.open(
        folder.resolve("test.db"), List.of(new Migrations("db/testing", List.of(scripts))));
  }

  private static int pages(Database database) {
    return database.read(handle -> handle.createQuery(COUNT).mapTo(Integer.class).one());
  }

  private static List<Integer> words(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT words FROM pages").mapTo(Integer.class).list());
  }
}
