package dev.hearth.platform.sql;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// Another database, in which a test changes some of what it does.
public abstract class WrappedDatabase implements Database {
  private final Database database;

  protected WrappedDatabase(Database database) {
    this.database = database;
  }

  @Override
  public <T> T read(Function<Handle, T> query) {
    return database.read(query);
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    return database.writeIf(kept, change);
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    database.tidy(change);
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
    database.close();
  }
}
