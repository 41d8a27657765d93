package dev.hearth.testkit.crash;

import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Records;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The store of one life of a client: what is kept outlives it. Any thread may call it.
final class CrashingStore implements ClientStore {
  /// How many transactions one lives that dies of something else.
  static final int FOREVER = Integer.MAX_VALUE;

  /// When the client dies: after this number of transactions; and whether the next one still
  /// happens.
  record Fate(int transactions, boolean keepsNext) {}

  private final ClientStore kept;
  private final Fate fate;
  private final Runnable died;
  private final ReentrantLock lock = new ReentrantLock();
  private int done;
  private volatile boolean dead;

  /// @param died called once, before anybody can do anything else
  CrashingStore(ClientStore kept, Fate fate, Runnable died) {
    this.kept = kept;
    this.fate = fate;
    this.died = died;
  }

  boolean isDead() {
    return dead;
  }

  /// Dies now, whatever is under way.
  void die() {
    lock.lock();
    try {
      if (!dead) {
        dead = true;
        died.run();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <T> T inTransaction(Function<Records, T> work) {
    lock.lock();
    try {
      if (lock.getHoldCount() > 1) {
        return kept.inTransaction(work);
      }
      if (dead) {
        throw new Died();
      }
      if (done++ == fate.transactions) {
        if (fate.keepsNext) {
          kept.inTransaction(work);
        }
        die();
        throw new Died();
      }
      return kept.inTransaction(work);
    } finally {
      lock.unlock();
    }
  }

  /// The records stay open for the next life.
  @Override
  public void close() {}

  /// Stops a thread of the dead client. Without a stack trace: the place does not matter.
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the client is dead", null, false, false);
    }
  }
}
