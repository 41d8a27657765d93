package dev.hearth.cli.terminal;

import dev.hearth.sdk.HearthException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Does one thing after the other, in a thread of its own. Any thread may add some.
final class Errands {
  private final BlockingQueue<Errand> waiting;

  /// Something to do. It ends the thread when the client is closed.
  interface Errand {
    void run() throws InterruptedException;
  }

  /// @param most how many may wait
  Errands(int most) {
    this.waiting = new ArrayBlockingQueue<>(most);
  }

  /// @param ended called when no more is done
  void start(String thread, Runnable ended) {
    Thread.ofVirtual()
        .name(thread)
        .start(() -> {
          try {
            while (true) {
              waiting.take().run();
            }
          } catch (InterruptedException | HearthException closed) {
            ended.run();
          }
        });
  }

  /// Waits until there is room.
  void put(Errand errand) throws InterruptedException {
    waiting.put(errand);
  }

  /// @return false when too many wait already
  boolean offer(Errand errand) {
    return waiting.offer(errand);
  }
}
