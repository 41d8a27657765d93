package dev.hearth.platform.sql;

import dev.hearth.platform.sql.postgres.PostgresDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.jdbi.v3.core.Handle;

/// A PostgreSQL for the tests of this JVM, which ends with it. Each list of migrations is applied
/// once, to a database that all later ones are copied from.
public final class TestingPostgres {
  private static final Map<List<Migrations>, String> TEMPLATES = new ConcurrentHashMap<>();
  private static final Map<Path, String> FOLDERS = new ConcurrentHashMap<>();
  private static final Map<List<Migrations>, Queue<PostgresDatabase>> FREE =
      new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private TestingPostgres() {}

  private static final class Started {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path data = Files.createTempDirectory("hearth-postgres");
        var server =
            EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("max_connections", "300")
                // A test that fails must not hold up those after it.
                .setServerConfig("deadlock_timeout", "200ms")
                .setRegisterShutdownHook(false)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(data)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// At once: it would first write all its databases to the disk, which nobody needs any more.
    private static void end(Path data) {
      try {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        var server = ProcessHandle.of(pid);
        server.ifPresent(ProcessHandle::destroyForcibly);
        server.ifPresent(one -> one.onExit().join());
        FileUtils.deleteDirectory(data.toFile());
      } catch (IOException e) {
        System.err.println("What is left of PostgreSQL is in " + data + ": " + e);
      }
    }
  }

  /// The address of the database of a data folder.
  static String urlFor(Path folder, List<Migrations> features) {
    return FOLDERS.computeIfAbsent(folder.toAbsolutePath(), _ -> newUrl(features));
  }

  /// A database with tables, and nothing in them, for a test: once it is closed, the next one that
  /// needs the same tables gets it, emptied.
  static Database newDatabase(List<Migrations> features) {
    var free = FREE.computeIfAbsent(List.copyOf(features), _ -> new ConcurrentLinkedQueue<>());
    var used = free.poll();
    var database = used == null ? PostgresDatabase.open(newUrl(features), features) : used;
    if (used != null) {
      used.change(TestingPostgres::empty);
    }
    return new MadeTwice(database, () -> free.add(database));
  }

  private static void empty(Handle handle) {
    String tables =
        handle
            .createQuery(
                """
                SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables
                WHERE schemaname = 'public' AND tablename NOT IN ('schema_history', 'origin')
                """)
            .mapTo(String.class)
            .one();
    handle.execute("TRUNCATE " + tables);
  }

  /// The address of a new database with tables, and nothing in them.
  public static String newUrl(List<Migrations> features) {
    return url(create(TEMPLATES.computeIfAbsent(List.copyOf(features), TestingPostgres::template)));
  }

  private static String template(List<Migrations> features) {
    String name = create("template0");
    PostgresDatabase.open(url(name), features).close();
    return name;
  }

  private static String create(String template) {
    String name = "hearth_" + NUMBERS.incrementAndGet();
    try (var connection = Started.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
      return name;
    } catch (SQLException e) {
      throw new IllegalStateException("no database for a test", e);
    }
  }

  private static String url(String database) {
    return Started.SERVER.getJdbcUrl("postgres", database);
  }
}
