package dev.hearth.sdk.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The common part of all stores: runs one transaction at a time, makes nested ones part of it, and
/// checks the bounds of records. Any thread may call it; it calls the subclass's methods in one
/// thread at a time.
abstract class TransactionalStore implements ClientStore {
  private final ReentrantLock lock = new ReentrantLock();
  // All three are only for the thread that has the lock.
  private boolean inTransaction;
  private boolean failed;
  private boolean closed;

  /// Begins to write down what changes.
  abstract void begin();

  /// Keeps what has changed since [#begin()].
  abstract void commit();

  /// Takes back what has changed since [#begin()]. Doesn't throw: somebody else just has.
  abstract void rollBack();

  /// The records themselves, for [CheckedRecords].
  abstract Records records();

  /// Lets go of what the store holds.
  abstract void release();

  @Override
  public final <T> T inTransaction(Function<Records, T> work) {
    lock.lock();
    try {
      return inTransaction ? runPart(work) : run(work);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void close() {
    lock.lock();
    try {
      if (inTransaction) {
        throw new IllegalStateException("a store can't be closed in a transaction");
      }
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Has the transaction that is under way come to nothing, whatever is done after this.
  final void fail() {
    failed = true;
  }

  /// Whether this thread may ask for records, and change them.
  ///
  /// @throws IllegalStateException when it may not
  final void checkTransaction() {
    if (!lock.isHeldByCurrentThread() || !inTransaction) {
      throw new IllegalStateException("records are there only in their transaction");
    }
    if (failed) {
      throw new IllegalStateException("a part of the transaction has failed");
    }
  }

  private <T> T run(Function<Records, T> work) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    begin();
    inTransaction = true;
    failed = false;
    boolean kept = false;
    try {
      T result = runPart(work);
      if (failed) {
        throw new IllegalStateException("a part of the transaction has failed");
      }
      commit();
      kept = true;
      return result;
    } finally {
      inTransaction = false;
      if (!kept) {
        rollBack();
      }
    }
  }

  private <T> T runPart(Function<Records, T> work) {
    boolean returned = false;
    try {
      T result = work.apply(new CheckedRecords(this, records()));
      returned = true;
      return result;
    } finally {
      failed |= !returned;
    }
  }
}
