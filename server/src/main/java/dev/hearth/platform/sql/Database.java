package dev.hearth.platform.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The directory's database: one SQLite file in WAL mode.
///
/// Reads share a few connections that can't write. Writes have one connection, so they come one
/// after the other and never meet a lock: each is a transaction, durable once it returns, undone
/// when it throws. Who waits for a connection for longer than 10 s gets an exception.
///
/// Any thread may call, but calls block: stay off the event loops. Don't write inside a read or a
/// write.
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final Jdbi writing;
  private final Jdbi reading;

  private Database(HikariDataSource writer, HikariDataSource readers) {
    this.writer = writer;
    this.readers = readers;
    this.writing = Jdbi.create(writer);
    this.reading = Jdbi.create(readers);
  }

  /// Opens `file`, creates it when it isn't there, and brings its tables up to date.
  ///
  /// @throws RuntimeException when the file can't be opened or a migration fails
  public static Database open(Path file, List<Migrations> features) {
    var writer = new HikariDataSource(pool("sql-writer", file, 1, false));
    try {
      new Schema(writer, features).bringUpToDate();
      return new Database(writer, new HikariDataSource(pool("sql-reader", file, READERS, true)));
    } catch (RuntimeException failure) {
      writer.close();
      throw failure;
    }
  }

  /// What `query` reads, in one consistent state of the database.
  public <T> T read(Function<Handle, T> query) {
    return reading.<T, RuntimeException>inTransaction(query::apply);
  }

  /// What `change` returns, once its writes are on the disk.
  public <T> T write(Function<Handle, T> change) {
    return writing.<T, RuntimeException>inTransaction(change::apply);
  }

  /// Like {@link #write}, for a change that has nothing to say.
  public void change(Consumer<Handle> change) {
    writing.<RuntimeException>useTransaction(change::accept);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  private static HikariConfig pool(String name, Path file, int size, boolean readOnly) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(sqlite(file, readOnly));
    if (readOnly) {
      config.setConnectionInitSql("PRAGMA query_only = TRUE");
    }
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    // The file doesn't hang up on us: an old connection is as good as a new one.
    config.setMaxLifetime(0);
    config.setKeepaliveTime(0);
    return config;
  }

  private static SQLiteDataSource sqlite(Path file, boolean readOnly) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout((int) PATIENCE.toMillis());
    config.enforceForeignKeys(true);
    if (!readOnly) {
      // Take the write lock at once: a transaction that reads first could otherwise be refused it.
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }
}
