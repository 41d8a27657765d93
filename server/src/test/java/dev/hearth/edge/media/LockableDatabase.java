package dev.hearth.edge.media;

import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.WrappedDatabase;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// A database that says, while it is locked, what `SqliteDatabase` says while another program has
/// locked its file.
final class LockableDatabase extends WrappedDatabase {
  private volatile boolean locked;

  LockableDatabase(Database database) {
    super(database);
  }

  void lock() {
    locked = true;
  }

  private void refuseWhenLocked() {
    if (locked) {
      throw new AllowanceSpent(new Charge.Refused("directory-queue", 0, Duration.ofSeconds(2)));
    }
  }

  @Override
  public <T> T read(Function<Handle, T> query) {
    refuseWhenLocked();
    return super.read(query);
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    refuseWhenLocked();
    return super.writeIf(kept, change);
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    refuseWhenLocked();
    super.tidy(change);
  }
}
