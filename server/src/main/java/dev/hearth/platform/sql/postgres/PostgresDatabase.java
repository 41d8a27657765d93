package dev.hearth.platform.sql.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.sql.Bill;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.Origin;
import dev.hearth.platform.sql.Schema;
import dev.hearth.platform.sql.SqlParameters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory in PostgreSQL.
///
/// Each change is a transaction of its own, `SERIALIZABLE`: all that a rule read still holds when
/// its writes are committed, else PostgreSQL refuses the transaction, and it is made again ({@link
/// Attempts}). So no rule has to name the rows it depends on, and what two callers want at the same
/// moment ends as if they had come one after the other. Reads see one state, and have connections
/// that can't write.
///
/// The server decides how durable a commit is (`fsync`, `synchronous_commit`); we warn when it is
/// told not to be.
public final class PostgresDatabase implements Database {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  private static final int READERS = 8;
  private static final int WRITERS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Nothing that the server asks takes this long, unless something is wrong.
  private static final String BOUNDS =
      "SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '30s'";

  private final HikariDataSource forWriting;
  private final HikariDataSource forReading;
  private final Jdbi writing;
  private final Jdbi reading;
  private final ThreadLocal<Boolean> inChange = ThreadLocal.withInitial(() -> false);

  private PostgresDatabase(HikariDataSource forWriting, HikariDataSource forReading) {
    this.forWriting = forWriting;
    this.forReading = forReading;
    this.writing = SqlParameters.jdbi(forWriting);
    this.reading = SqlParameters.jdbi(forReading);
  }

  /// Opens the database that belongs to `folder`, and brings its tables up to date.
  ///
  /// @param url `jdbc:postgresql://host/database?user=…&password=…`
  /// @throws StartRefused when it can't be reached, isn't of UTF-8, or is another folder's and that
  ///   is not accepted
  public static PostgresDatabase open(DataFolder folder, String url, List<Migrations> features) {
    var database = open(url, features);
    try {
      folder
          .id()
          .claim(
              "the directory in PostgreSQL (directory.url)",
              database.read(Origin::folder),
              id -> database.tidy(handle -> Origin.belongsTo(handle, id)));
      return database;
    } catch (RuntimeException refused) {
      database.close();
      throw refused;
    }
  }

  /// Opens a database that no data folder belongs to.
  ///
  /// @throws StartRefused when it can't be reached, or isn't of UTF-8
  public static PostgresDatabase open(String url, List<Migrations> features) {
    HikariDataSource forWriting = null;
    try {
      forWriting = new HikariDataSource(pool("sql-writer", url, WRITERS, false));
      new Schema(forWriting, features).bringUpToDate();
      var forReading = new HikariDataSource(pool("sql-reader", url, READERS, true));
      var database = new PostgresDatabase(forWriting, forReading);
      database.checkServer();
      return database;
    } catch (RuntimeException failure) {
      if (forWriting != null) {
        forWriting.close();
      }
      throw failure instanceof StartRefused
          ? failure
          // The address may hold a password, and so may what the driver says of it.
          : new StartRefused(
              "the directory's PostgreSQL (directory.url) can't be used: " + why(failure), failure);
    }
  }

  /// In our words, for those of the driver may hold a password.
  private static String why(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return switch (sql.getSQLState()) {
          case "28P01", "28000" -> "the user or the password is wrong";
          case "3D000" -> "the database does not exist";
          case "08001", "08004", "08006" -> "it can't be reached";
          case "53300" -> "it has no connections left";
          case "57P03" -> "it is just starting";
          default -> "it answers with the SQL state " + sql.getSQLState();
        };
      }
    }
    return failure.getClass().getSimpleName();
  }

  private void checkServer() {
    String encoding = setting("server_encoding");
    if (!encoding.equals("UTF8")) {
      close();
      throw new StartRefused(
          "The directory's database (directory.url) has the encoding "
              + encoding
              + "; Hearth needs one that was created with ENCODING 'UTF8'");
    }
    for (String durable : List.of("fsync", "synchronous_commit")) {
      if (setting(durable).equals("off")) {
        LOG.warn(
            "PostgreSQL has {} = off: what was answered may be lost when it or its machine fails",
            durable);
      }
    }
  }

  private String setting(String name) {
    return read(handle ->
        handle
            .createQuery("SELECT current_setting(:name)")
            .bind("name", name)
            .mapTo(String.class)
            .one());
  }

  @Override
  public <T> T read(Function<Handle, T> query) {
    NeverWaits.refuse(WAITING);
    return reading.<T, RuntimeException>inTransaction(query::apply);
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    NeverWaits.refuse(WAITING);
    Optional<Bill<?>> bill = Bill.current();
    bill.ifPresent(Bill::begin);
    var written = written(bill.isPresent(), kept, change);
    bill.ifPresent(it -> it.add(written.rows()));
    return written.result();
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    NeverWaits.refuse(WAITING);
    var _ =
        written(
            false,
            _ -> true,
            handle -> {
              change.accept(handle);
              return Boolean.TRUE;
            });
  }

  private <T> Written<T> written(boolean counted, Predicate<T> kept, Function<Handle, T> change) {
    if (inChange.get()) {
      throw new IllegalStateException("A change can't wait for another one");
    }
    inChange.set(true);
    try {
      return Attempts.until(PATIENCE, () -> attempt(counted, kept, change));
    } finally {
      inChange.remove();
    }
  }

  private <T> Written<T> attempt(boolean counted, Predicate<T> kept, Function<Handle, T> change) {
    return writing.<Written<T>, RuntimeException>inTransaction(handle -> {
      long before = counted ? rowsChanged(handle) : 0;
      T result = change.apply(handle);
      if (!kept.test(result)) {
        handle.rollback();
        return new Written<>(result, 0);
      }
      return new Written<>(result, counted ? rowsChanged(handle) - before : 0);
    });
  }

  /// The result of a change.
  ///
  /// @param rows how many it wrote; 0 when nobody asked
  private record Written<T>(T result, long rows) {}

  /// How many rows the connection has changed; those of transactions before are in it until
  /// PostgreSQL has added them to its statistics, which it does between two transactions.
  private static long rowsChanged(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
            FROM pg_stat_xact_user_tables
            """)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public int waiting() {
    return forWriting.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  @Override
  public long commits() {
    return 0;
  }

  @Override
  public boolean isFile() {
    return false;
  }

  @Override
  public void copyTo(Path file) {
    throw new UnsupportedOperationException("PostgreSQL has backups of its own");
  }

  @Override
  public void close() {
    forReading.close();
    forWriting.close();
  }

  private static HikariConfig pool(String name, String url, int size, boolean readOnly) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.addDataSourceProperty("ApplicationName", "hearth");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.setReadOnly(readOnly);
    config.setTransactionIsolation(
        readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_SERIALIZABLE");
    config.setConnectionInitSql(BOUNDS);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    return config;
  }
}
