package dev.hearth.chat.message.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Threads of which one runs at a time: each gives way at certain points, and a seed decides which
/// one continues. So a run with several threads can be repeated. No thread may give way while it
/// holds a lock that another one needs.
final class Actors {
  /// Ends a thread that is busy when its process dies.
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the process died", null, false, false);
    }
  }

  private static final class Actor {
    final String name;
    final Semaphore go = new Semaphore(0);
    boolean over;
    @Nullable Throwable failure;

    Actor(String name) {
      this.name = name;
    }
  }

  private final Random random;
  private final List<Actor> living = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private volatile @Nullable Actor current;
  private volatile boolean dying;

  Actors(Random random) {
    this.random = random;
  }

  /// Has `body` run beside the others, from the next turn on.
  void spawn(String name, Runnable body) {
    Actor actor = new Actor(name);
    living.add(actor);
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          actor.go.acquireUninterruptibly();
          try {
            if (!dying) {
              body.run();
            }
          } catch (Died expected) {
            // With its process.
          } catch (Throwable e) {
            actor.failure = e;
          }
          actor.over = true;
          back.release();
        });
  }

  /// Lets other actors run. Any thread that works for the running actor may call it; outside of a
  /// run it does nothing.
  void giveWay() {
    Actor me = current;
    if (me == null) {
      return;
    }
    if (dying) {
      throw new Died();
    }
    back.release();
    me.go.acquireUninterruptibly();
    if (dying) {
      throw new Died();
    }
  }

  /// Gives way until `condition` holds.
  void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      giveWay();
    }
  }

  /// Resumes the actors in random order, until `enough` holds or all have ended.
  void run(BooleanSupplier enough) {
    while (!living.isEmpty() && !enough.getAsBoolean()) {
      resume(living.get(random.nextInt(living.size())));
    }
  }

  /// Ends all of them where they are.
  void die() {
    dying = true;
    while (!living.isEmpty()) {
      resume(living.getFirst());
    }
    dying = false;
  }

  private void resume(Actor actor) {
    current = actor;
    actor.go.release();
    try {
      if (!back.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new AssertionError(
            actor.name + " waits for another one, which gave way while it held a lock");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      current = null;
    }
    if (actor.over) {
      living.remove(actor);
      if (actor.failure != null) {
        throw new AssertionError(actor.name + " failed: " + actor.failure, actor.failure);
      }
    }
  }
}
