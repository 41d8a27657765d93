package dev.hearth.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
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

  private Database open(String... scripts) {
    return Database.open(
        folder.resolve("test.db"), List.of(new Migrations("db/testing", List.of(scripts))));
  }

  private static int pages(Database database) {
    return database.read(handle -> handle.createQuery(COUNT).mapTo(Integer.class).one());
  }
}
