package dev.hearth.platform.sql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.Eventually;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.Health;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.sql.Bill;
import dev.hearth.platform.sql.Migrations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
  private static final String ADD_PAGE = "INSERT INTO pages (title, words) VALUES (?, ?)";
  private static final String COUNT = "SELECT count(*) FROM pages";

  @TempDir private Path folder;

  @Test
  void written_rows_are_there_after_a_restart() {
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
  void a_caller_pays_for_each_row_written_and_not_for_those_undone() {
    try (var database = open("V900_1__pages.sql")) {
      Allowance<String> rows = rows(10);
      var _ =
          new Bill<>(rows, "alice")
              .payFor(() ->
                  database.write(handle -> {
                    handle.execute(ADD_PAGE, "one", 1);
                    return handle.execute("INSERT INTO pages VALUES ('two', 2), ('three', 3)");
                  }));
      var _ =
          new Bill<>(rows, "alice")
              .payFor(() ->
                  database.writeIf(_ -> false, handle -> handle.execute(ADD_PAGE, "four", 4)));
      database.change(handle -> handle.execute(ADD_PAGE, "nobody pays", 5));

      assertThat(rows.look("alice", 7)).isInstanceOf(Charge.Allowed.class);
      assertThat(rows.look("alice", 8)).isInstanceOf(Charge.Refused.class);
    }
  }

  @Test
  void a_caller_who_owes_rows_begins_no_change_but_ends_what_was_begun_and_tidying_is_free() {
    try (var database = open("V900_1__pages.sql")) {
      Allowance<String> rows = rows(3);
      var _ =
          new Bill<>(rows, "alice")
              .payFor(() -> {
                for (int i = 0; i < 5; i++) {
                  int number = i;
                  database.change(handle -> handle.execute(ADD_PAGE, "page " + number, number));
                }
                return Boolean.TRUE;
              });

      assertThatThrownBy(() ->
              new Bill<>(rows, "alice")
                  .payFor(() -> database.write(handle -> handle.execute(ADD_PAGE, "one more", 6))))
          .isInstanceOf(AllowanceSpent.class)
          .hasMessageContaining("rows");
      new Bill<>(rows, "alice")
          .payFor(() -> {
            database.tidy(handle -> handle.execute("DELETE FROM pages WHERE words = 1"));
            return database.read(handle -> handle.createQuery(COUNT).mapTo(Integer.class).one());
          });

      assertThat(words(database)).containsExactlyInAnyOrder(0, 2, 3, 4);
    }
  }

  @Test
  void those_who_pay_take_turns_and_each_has_a_share_of_what_waits() throws Exception {
    Allowance<String> rows = rows(1_000_000);
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (var database = open("V900_1__pages.sql");
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable _ = go::countDown) {
      var _ =
          threads.submit(() ->
              database.change(_ -> {
                begun.countDown();
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
      begun.await();
      var flood = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 600; i++) {
        flood.add(threads.submit(() -> noted(database, new Bill<>(rows, "flood"), order)));
      }
      Eventually.holds(
          "the rest is refused", () -> flood.stream().filter(Future::isDone).count() == 88);
      for (var late : flood.stream().filter(Future::isDone).toList()) {
        assertThatThrownBy(late::get).hasRootCauseInstanceOf(AllowanceSpent.class);
      }
      var one = threads.submit(() -> noted(database, new Bill<>(rows, "one"), order));
      Eventually.holds("one more waits", () -> database.waiting() == 513);

      go.countDown();

      assertThat(one.get()).isEqualTo(1);
      assertThat(order.indexOf("one")).isBetween(0, 1);
    }
    assertThat(order).hasSize(513);
  }

  private static int noted(SqliteDatabase database, Bill<String> bill, List<String> order) {
    return bill.payFor(() ->
        database.write(_ -> {
          order.add(bill.payer().toString());
          return 1;
        }));
  }

  private static Allowance<String> rows(int most) {
    return new Allowances(InstantSource.fixed(Instant.EPOCH), new SimpleMeterRegistry())
        .of("rows", new Rate(most, 1, Duration.ofHours(1)));
  }

  @Test
  void a_file_that_can_not_grow_refuses_writes_until_it_can() throws Exception {
    var space = new DiskSpace(() -> Long.MAX_VALUE, 0, new Health());
    var tables = List.of(new Migrations("db/testing", List.of("V900_1__pages.sql")));
    try (var home = DataFolder.open(folder.resolve("data"));
        var database = SqliteDatabase.open(home, tables, space)) {
      database.change(handle -> handle.execute(ADD_PAGE, "one", 1));
      // SQLite says the same of this as of a full disk.
      database.tidy(handle -> handle.execute("PRAGMA max_page_count = 1"));

      assertThatThrownBy(
              () -> database.change(handle -> handle.execute(ADD_PAGE, "long ".repeat(10_000), 2)))
          .isInstanceOf(DiskFull.class);
      assertThatThrownBy(() -> database.change(handle -> handle.execute(ADD_PAGE, "three", 3)))
          .isInstanceOf(DiskFull.class);
      assertThat(words(database)).containsExactly(1);

      database.tidy(handle -> handle.execute("PRAGMA max_page_count = 1000000"));
      space.look();

      database.change(handle -> handle.execute(ADD_PAGE, "long ".repeat(10_000), 4));
      assertThat(words(database)).containsExactly(1, 4);
    }
  }

  @Test
  void a_foreign_lock_has_callers_come_again_and_ends_with_the_lock() throws Exception {
    try (var database = open("V900_1__pages.sql");
        var other = foreign()) {
      other.createStatement().execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> database.change(handle -> handle.execute(ADD_PAGE, "one", 1)))
          .isInstanceOf(AllowanceSpent.class);
      assertThat(pages(database)).isZero();

      other.createStatement().execute("ROLLBACK");
      database.change(handle -> handle.execute(ADD_PAGE, "two", 2));
      assertThat(words(database)).containsExactly(2);
    }
  }

  @Test
  void a_reader_without_an_end_can_not_let_the_write_ahead_log_grow_beyond_its_bound()
      throws Exception {
    var bounds = new WriteAheadLog.WriteAheadBounds(64 << 10, 256 << 10, 1 << 20);
    var tables = List.of(new Migrations("db/testing", List.of("V900_1__pages.sql")));
    var wal = folder.resolve("test.db-wal");
    try (var database = SqliteDatabase.open(folder.resolve("test.db"), tables, bounds);
        var other = foreign()) {
      database.change(handle -> handle.execute(ADD_PAGE, "before", 0));
      other.createStatement().execute("BEGIN");
      try (var rows = other.createStatement().executeQuery(COUNT)) {
        assertThat(rows.next()).isTrue();
      }

      int written = 0;
      AllowanceSpent refused = null;
      while (refused == null && written < 1_000) {
        int number = ++written;
        try {
          database.change(
              handle -> handle.execute(ADD_PAGE, "long ".repeat(4_000) + number, number));
        } catch (AllowanceSpent e) {
          refused = e;
        }
      }
      assertThat(refused).as("after " + written + " changes").isNotNull();
      assertThat(Files.size(wal)).isBetween(bounds.most(), bounds.most() + (100 << 10));
      assertThat(pages(database)).isEqualTo(written);

      other.createStatement().execute("ROLLBACK");
      Eventually.holds("changes are taken again", () -> takesAChange(database));
      assertThat(Files.size(wal)).isLessThan(bounds.tried());
    }
  }

  private static boolean takesAChange(SqliteDatabase database) {
    try {
      database.change(handle -> handle.execute("DELETE FROM pages WHERE words = 0"));
      return true;
    } catch (AllowanceSpent _) {
      return false;
    }
  }

  /// Another program, as far as SQLite can tell.
  private Connection foreign() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
  }

  @Test
  void a_closed_database_refuses_to_write() {
    var database = open("V900_1__pages.sql");
    database.close();

    assertThatThrownBy(() -> database.change(handle -> handle.execute(ADD_PAGE, "one", 1)))
        .hasMessage("The directory is closed");
  }

  private SqliteDatabase open(String... scripts) {
    return SqliteDatabase.open(
        folder.resolve("test.db"), List.of(new Migrations("db/testing", List.of(scripts))));
  }

  private static int pages(SqliteDatabase database) {
    return database.read(handle -> handle.createQuery(COUNT).mapTo(Integer.class).one());
  }

  private static List<Integer> words(SqliteDatabase database) {
    return database.read(
        handle -> handle.createQuery("SELECT words FROM pages").mapTo(Integer.class).list());
  }
}
