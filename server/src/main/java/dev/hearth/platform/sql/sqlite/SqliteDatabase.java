package dev.hearth.platform.sql.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.runtime.Watermark;
import dev.hearth.platform.sql.Bill;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.Origin;
import dev.hearth.platform.sql.Schema;
import dev.hearth.platform.sql.SqlParameters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/// The directory in SQLite: one file in WAL mode.
///
/// Reads share a few connections that can't write; a caller that waits for one for longer than 10 s
/// gets an exception. While another program holds a lock on the file, callers get {@link
/// AllowanceSpent} after two seconds. Changes come one after the other and never meet a lock, on a
/// thread of the database's own: each waits for nothing but the handle it gets. Those that come
/// while the disk is busy share its next sync.
public final class SqliteDatabase implements Database {
  private static final String NAME = "directory";
  private static final int READERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How long a lock of another program is waited for: some clients give up after three seconds.
  private static final int LOCK_MILLIS = 2_000;

  private final HikariDataSource forWriting;
  private final HikariDataSource forReading;
  private final Writer writer;
  private final Jdbi reading;
  private final DiskSpace space;
  private final ForeignLock foreign;
  private final Runnable closed;

  private SqliteDatabase(
      HikariDataSource forWriting,
      HikariDataSource forReading,
      Writer writer,
      DiskSpace space,
      ForeignLock foreign,
      Runnable closed) {
    this.space = space;
    this.foreign = foreign;
    this.closed = closed;
    this.forWriting = forWriting;
    this.forReading = forReading;
    this.writer = writer;
    this.reading = SqlParameters.jdbi(forReading);
  }

  /// Opens the directory of `folder` once it is known to be whole, creates it in a new folder, and
  /// brings its tables up to date.
  ///
  /// @param space whether there is room for what is written
  /// @throws dev.hearth.platform.runtime.StartRefused when it is missing, damaged or another
  ///   folder's, and that is not accepted
  /// @throws RuntimeException when the file can't be opened or a migration fails
  public static SqliteDatabase open(DataFolder folder, List<Migrations> features, DiskSpace space) {
    var file = folder.database();
    var wholeness = new Wholeness(folder);
    wholeness.check();
    wholeness.changing();
    var mark = folder.watermark().of(Watermark.Store.DIRECTORY);
    var database =
        open(file, features, mark, space, WriteAheadLog.WriteAheadBounds.USUAL, wholeness::closed);
    try {
      mark.reach(database.read(Commits::number));
      folder
          .id()
          .claim(
              file.toString(),
              database.read(Origin::folder),
              id -> database.tidy(handle -> Origin.belongsTo(handle, id)));
      return database;
    } catch (RuntimeException refused) {
      database.close();
      throw refused;
    }
  }

  /// Opens `file`, which stands alone: creates it when it isn't there, and brings its tables up to
  /// date.
  ///
  /// @throws RuntimeException when the file can't be opened or a migration fails
  public static SqliteDatabase open(Path file, List<Migrations> features) {
    return open(file, features, WriteAheadLog.WriteAheadBounds.USUAL);
  }

  static SqliteDatabase open(
      Path file, List<Migrations> features, WriteAheadLog.WriteAheadBounds bounds) {
    return open(file, features, Watermark.Mark.unkept(), DiskSpace.boundless(), bounds, () -> {});
  }

  private static SqliteDatabase open(
      Path file,
      List<Migrations> features,
      Watermark.Mark mark,
      DiskSpace space,
      WriteAheadLog.WriteAheadBounds bounds,
      Runnable closed) {
    var forWriting = new HikariDataSource(pool("sql-writer", file, 1, false));
    try {
      new Schema(forWriting, features).bringUpToDate();
      var writeAhead = new WriteAheadLog(file, bounds, LOCK_MILLIS);
      var writer = new Writer(SqlParameters.jdbi(forWriting), mark, writeAhead);
      var forReading = new HikariDataSource(pool("sql-reader", file, READERS, true));
      return new SqliteDatabase(
          forWriting, forReading, writer, space, new ForeignLock(file), closed);
    } catch (RuntimeException failure) {
      forWriting.close();
      // Nothing was changed: the next start may hold the file against that.
      closed.run();
      throw refusal(file, failure);
    }
  }

  /// A sentence for an operator, where one can mend it; otherwise the failure itself.
  private static RuntimeException refusal(Path file, RuntimeException failure) {
    if (ForeignLock.isCauseOf(failure)) {
      return new StartRefused(file + " is locked by another program: end it", failure);
    }
    if (SqliteDiskFull.isCauseOf(failure)) {
      return new StartRefused(file + " can't be written: the disk is full", failure);
    }
    return Unusable.find(failure)
        .<RuntimeException>map(
            why -> new StartRefused(file + " can't be opened or written: " + why, failure))
        .orElse(failure);
  }

  @Override
  public <T> T read(Function<Handle, T> query) {
    NeverWaits.refuse(WAITING);
    try {
      return reading.<T, RuntimeException>inTransaction(query::apply);
    } catch (RuntimeException failure) {
      throw ForeignLock.isCauseOf(failure) ? foreign.later() : failure;
    }
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    NeverWaits.refuse(WAITING);
    space.require();
    Optional<Bill<?>> bill = Bill.current();
    bill.ifPresent(Bill::begin);
    var written = written(bill.map(Bill::payer), change, kept);
    bill.ifPresent(it -> it.add(written.rows()));
    return written.result();
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    NeverWaits.refuse(WAITING);
    var _ =
        written(
            Optional.empty(),
            handle -> {
              change.accept(handle);
              return Boolean.TRUE;
            },
            _ -> true);
  }

  @Override
  public int waiting() {
    return writer.waiting();
  }

  private <T> Writer.CommittedChange<T> written(
      Optional<Object> payer, Function<Handle, T> change, Predicate<T> kept) {
    try {
      return writer.write(payer, change, kept);
    } catch (RuntimeException failure) {
      if (SqliteDiskFull.isCauseOf(failure)) {
        throw space.failed(NAME, this::tryAgain);
      }
      throw ForeignLock.isCauseOf(failure) ? foreign.later() : failure;
    }
  }

  /// Tries a small write. SQLite undoes what it could not write, so nothing else has to be
  /// repaired.
  private void tryAgain() {
    try {
      tidy(Origin::rewrite);
      space.mended(NAME);
    } catch (DiskFull | AllowanceSpent _) {
      // At the next look, then.
    }
  }

  @Override
  public long commits() {
    return read(Commits::number);
  }

  @Override
  public boolean isFile() {
    return true;
  }

  @Override
  public void copyTo(Path file) {
    try (var connection = forReading.getConnection()) {
      // All pages in one step: a copy in several begins again whenever somebody writes.
      int result =
          connection
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", file.toAbsolutePath().toString(), null, 0, 0, -1);
      if (result != 0) {
        throw new IllegalStateException("SQLite's backup into " + file + " failed: " + result);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the directory can't be copied to " + file, e);
    }
  }

  /// The problems of the directory in a folder that no server uses, a sentence each.
  public static List<String> problems(DataFolder folder) {
    try {
      new Wholeness(folder).check();
    } catch (StartRefused refused) {
      return List.of(String.valueOf(refused.getMessage()));
    }
    return problems(folder.database(), sqlite(folder.database(), true));
  }

  /// The problems of a copy that nobody writes, a sentence each. Leaves no file beside it.
  ///
  /// @param commits how many changes it must have at least
  public static List<String> problems(Path file, long commits) {
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file.toUri() + "?immutable=1");
    var problems = problems(file, source);
    if (problems.isEmpty()) {
      long found = SqlParameters.jdbi(source).withHandle(Commits::numberIfCounted);
      if (found < commits) {
        problems.add(
            file.getFileName() + " has " + found + " changes, and had " + commits + " or more");
      }
    }
    return problems;
  }

  private static List<String> problems(Path file, SQLiteDataSource source) {
    var problems = new ArrayList<String>();
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check(20)")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          problems.add(file.getFileName() + ": " + rows.getString(1));
        }
      }
    } catch (SQLException e) {
      problems.add(file.getFileName() + " can't be read: " + e.getMessage());
    }
    return problems;
  }

  @Override
  public void close() {
    writer.close();
    forReading.close();
    forWriting.close();
    closed.run();
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
    config.setBusyTimeout(LOCK_MILLIS);
    config.setJournalSizeLimit(WriteAheadLog.WriteAheadBounds.USUAL.kept());
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
