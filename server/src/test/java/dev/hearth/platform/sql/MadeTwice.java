package dev.hearth.platform.sql;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// Makes each change, undoes it, and makes it again, as PostgreSQL has it done when another one
/// came between: a change that did more than read and write by its handle is found out.
final class MadeTwice extends WrappedDatabase {
  private final Runnable closed;

  /// @param closed runs in place of closing it
  MadeTwice(Database database, Runnable closed) {
    super(database);
    this.closed = closed;
  }

  @Override
  public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
    super.writeIf(_ -> false, change);
    return super.writeIf(kept, change);
  }

  @Override
  public void tidy(Consumer<Handle> change) {
    change(change);
  }

  @Override
  public void close() {
    closed.run();
  }
}
