package dev.hearth.platform.sql;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// The directory's database. Two engines keep it: SQLite in a file of the data folder, or
/// PostgreSQL. Each query is written once, in the SQL that both understand.
///
/// Calls block, so they are refused on a thread that never waits ({@link
/// dev.hearth.platform.runtime.NeverWaits}), such as an event loop; any other thread may call. A
/// change is whole, durable once the call returns, and undone when it throws. Changes behave as if
/// they were made one after the other, so a rule may read, decide and write. PostgreSQL makes a
/// change again from its beginning when another one came between: so a change does nothing but read
/// and write by the handle that it gets, and keeps what it found out in its own variables. A change
/// can't wait for another one.
public interface Database extends AutoCloseable {
  /// Its name in the refusal of a thread that never waits.
  String WAITING = "The directory's database";

  /// Returns the result of `query`, which reads one consistent state of the database.
  <T> T read(Function<Handle, T> query);

  /// Returns the result of `change`, once its writes are durable.
  ///
  /// @throws dev.hearth.platform.runtime.DiskFull when the disk is full; nothing was written
  /// @throws dev.hearth.platform.limits.AllowanceSpent when somebody pays for it by a {@link Bill}
  ///   and has nothing left; nothing was written
  default <T> T write(Function<Handle, T> change) {
    return writeIf(_ -> true, change);
  }

  /// Like {@link #write}, but what was written is undone unless `kept` says yes to what `change`
  /// returns.
  <T> T writeIf(Predicate<T> kept, Function<Handle, T> change);

  /// Like {@link #write}, for a change without a result.
  default void change(Consumer<Handle> change) {
    write(handle -> {
      change.accept(handle);
      return Boolean.TRUE;
    });
  }

  /// Like {@link #change}, for a change that takes very little room, or frees some: it is written
  /// on a full disk as well, and nobody pays for it.
  ///
  /// @throws dev.hearth.platform.runtime.DiskFull when the disk can't even take that
  void tidy(Consumer<Handle> change);

  /// How many changes wait for their turn.
  int waiting();

  /// How many changes were committed so far; 0 when the engine doesn't count them.
  long commits();

  /// Whether it is a file of the data folder, and a part of its backups.
  boolean isFile();

  /// Copies the database, as it is now, into a file that is not there yet. Others read and write
  /// on.
  ///
  /// @throws UnsupportedOperationException unless this {@link #isFile}
  void copyTo(Path file);

  @Override
  void close();
}
