package dev.hearth.platform.sql;

import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Charge;
import java.util.Optional;
import java.util.function.Supplier;

/// Lets somebody pay for the rows that a request of theirs writes to the directory: one unit a row.
/// The number of rows is known only once they are written; units that are missing then are owed.
///
/// A payer without a unit left can't begin to change anything; a request that has begun may finish.
/// Nobody pays for the server's own work, and such work is never refused for it. For one thread.
public final class Bill<K> {
  private static final ScopedValue<Bill<?>> CURRENT = ScopedValue.newInstance();

  private final Allowance<K> allowance;
  private final K payer;
  private boolean begun;

  public Bill(Allowance<K> allowance, K payer) {
    this.allowance = allowance;
    this.payer = payer;
  }

  /// Does `work`, and has it paid for as far as it writes on this thread.
  ///
  /// @throws AllowanceSpent when it wants to write, and there is nothing to pay with
  public <T> T payFor(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// The one of the calling thread; empty when nobody pays.
  public static Optional<Bill<?>> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /// The caller whose changes take turns with those of others.
  public Object payer() {
    return payer;
  }

  /// A change of this payer's is about to be made.
  ///
  /// @throws AllowanceSpent when they owe already
  public void begin() {
    if (!begun && allowance.look(payer, 1) instanceof Charge.Refused spent) {
      throw new AllowanceSpent(spent);
    }
    begun = true;
  }

  /// Charges what was written.
  public void add(long rows) {
    allowance.owe(payer, rows);
  }
}
