package dev.hearth.platform.sql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.ChildJvm;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answered writes are there after the process was killed while many threads wrote.
class WriterCrashTest {
  private static final int WRITERS = 32;
  private static final int ANSWERS_BEFORE_THE_KILL = 2_000;

  @TempDir private Path folder;

  @Test
  void a_change_is_on_the_disk_before_it_is_answered() throws IOException, InterruptedException {
    Set<String> answered = writeAndKill();

    assertThat(answered).hasSizeGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_KILL);
    try (var database = open(file())) {
      Set<String> stored =
          database.read(
              handle -> handle.createQuery("SELECT title FROM pages").mapTo(String.class).set());
      assertThat(stored).containsAll(answered);
    }
  }

  private Set<String> writeAndKill() throws IOException, InterruptedException {
    var process = ChildJvm.start(Writing.class, file().toString());
    Set<String> answered = new HashSet<>();
    try (var lines = process.inputReader(StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      // The last line may be half written.
      while (line != null && line.endsWith(".")) {
        answered.add(line);
        if (answered.size() == ANSWERS_BEFORE_THE_KILL) {
          // Through its handle, so that its output can still be read.
          process.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return answered;
  }

  private Path file() {
    return folder.resolve("test.db");
  }

  private static Database open(Path file) {
    return SqliteDatabase.open(
        file, List.of(new Migrations("db/testing", List.of("V900_1__pages.sql"))));
  }

  /// The process that is killed: it adds pages forever, and prints each page that it added.
  static final class Writing {
    public static void main(String[] arguments) {
      var next = new AtomicInteger();
      try (var database = open(Path.of(arguments[0]));
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < WRITERS; i++) {
          threads.execute(() -> addPages(database, next));
        }
      }
    }

    private static void addPages(Database database, AtomicInteger next) {
      while (true) {
        String title = "page " + next.incrementAndGet() + ".";
        database.change(handle -> handle.execute("INSERT INTO pages VALUES (?, 1)", title));
        System.out.println(title);
      }
    }
  }
}
