package dev.hearth.platform.sql;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// Makes each change, undoes it, and makes it again, as PostgreSQL has it done when another one
/// came between: a change that did more than read and write by its handle is found out.
///
/// @param closed runs in place of closing it
record MadeTwice(Database database, Runnable closed) implements Database {
  @Override
  public <T> T read(Function<Handle, T> query) {
    return database.read(query);
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    database.writeIf(_ -> false, change);
    return database.writeIf(kept, change);
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    change(change);
  }

  @Override
  public int waiting() {
    return database.waiting();
  }

  @Override
  public long commits() {
    return database.commits();
  }

  @Override
  public boolean isFile() {
    return database.isFile();
  }

  @Override
  public void copyTo(Path file) {
    database.copyTo(file);
  }

  @Override
  public void close() {
    closed.run();
  }
}
