package dev.hearth.platform.sql;

import dev.hearth.Eventually;
import dev.hearth.platform.settings.Secret;
import dev.hearth.platform.sql.postgres.PostgresDatabase;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The database engine of the directory.
public enum Engine {
  SQLITE {
    @Override
    Database open(Path folder, List<Migrations> features) {
      return TestingDatabase.in(folder, features.toArray(Migrations[]::new));
    }

    @Override
    public Database openKept(Path folder, List<Migrations> features) {
      Path file = folder.resolve("hearth.db");
      return Files.exists(file) ? SqliteDatabase.open(file, features) : open(folder, features);
    }

    @Override
    public void holdUp(Handle handle, String table) {
      // All changes come one after the other.
    }

    @Override
    public void awaitHeldUp(Handle handle, List<Thread> threads) {
      for (Thread thread : threads) {
        Eventually.holds("another change waits", () -> thread.getState() == Thread.State.WAITING);
      }
    }
  },
  POSTGRES {
    @Override
    Database open(Path folder, List<Migrations> features) {
      return TestingPostgres.newDatabase(features);
    }

    @Override
    public Database openKept(Path folder, List<Migrations> features) {
      return PostgresDatabase.open(TestingPostgres.urlFor(folder, features), features);
    }

    @Override
    public void holdUp(Handle handle, String table) {
      handle.execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
    }

    @Override
    public void awaitHeldUp(Handle handle, List<Thread> threads) {
      Eventually.holds("all changes wait for locks", () -> waitForLocks(handle) >= threads.size());
    }

    private static long waitForLocks(Handle handle) {
      return handle
          .createQuery(
              """
              SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
              WHERE d.datname = current_database() AND NOT l.granted
              """)
          .mapTo(Long.class)
          .one();
    }
  };

  /// The engine of the directory in tests of whole servers: SQLite, or PostgreSQL with
  /// `-Dhearth.engine=postgres`.
  public static Engine ofServers() {
    return switch (System.getProperty("hearth.engine", "sqlite")) {
      case "sqlite" -> SQLITE;
      case "postgres" -> POSTGRES;
      default -> throw new IllegalArgumentException("hearth.engine is sqlite or postgres");
    };
  }

  /// @param folder the server's data; it has the same database when it is opened again
  /// @param tables the tables of a new database
  /// @return the address of the database of {@link #ofServers()}; empty for SQLite
  public static Optional<Secret> directoryUrl(Path folder, List<Migrations> tables) {
    return switch (ofServers()) {
      case SQLITE -> Optional.empty();
      case POSTGRES -> Optional.of(new Secret(TestingPostgres.urlFor(folder, tables)));
    };
  }

  /// A new database with tables, and nothing in them.
  ///
  /// @param folder where SQLite keeps its file
  abstract Database open(Path folder, List<Migrations> features);

  /// The database of a folder, which is new at first, and the same one when it is opened again:
  /// also with more migrations, which are then applied.
  public abstract Database openKept(Path folder, List<Migrations> features);

  /// Within a change: lets nobody else write into `table` until it is over.
  public abstract void holdUp(Handle handle, String table);

  /// Within that change: waits until the changes that `threads` make are held up.
  public abstract void awaitHeldUp(Handle handle, List<Thread> threads);
}
