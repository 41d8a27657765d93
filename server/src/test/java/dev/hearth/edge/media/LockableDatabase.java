package dev.hearth.edge.media;

import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.sql.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// A database that says, while it is locked, what `SqliteDatabase` says while another program has
/// locked its file.
final class LockableDatabase implements Database {
  private final Database database;
  private volatile boolean locked;

  LockableDatabase(Database database) {
    this.database = database;
  }

  void lock() {
    locked = true;
  }

  private Database open() {
    if (locked) {
      throw new AllowanceSpent(new Charge.Refused("directory-queue", 0, Duration.ofSeconds(2)));
    }
    return database;
  }

  @Override
  public <T> T read(Function<Handle, T> query) {
    return open().read(query);
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    return open().writeIf(kept, change);
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    open().tidy(change);
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
