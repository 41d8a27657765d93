package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.MessageId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lines typed in a chat and how far each has come. At most 10,000 that are still on their way;
/// a line beyond that is forgotten once it is sent, and gets no more ticks. For any thread.
final class Typed {
  private static final int MOST = 10_000;

  private final Screen screen;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<MessageId, Line> onTheirWay = new HashMap<>();
  private int unsent;
  private int tasks;
  private long steps;
  private boolean refused;
  private boolean asked;
  private boolean answered;
  private boolean over;

  private record Line(String text, Ticks ticks) {}

  Typed(Screen screen) {
    this.screen = screen;
  }

  /// A line is going out.
  ///
  /// @param typed what stands on the screen
  /// @param text what is shown of it from now on
  void add(MessageId message, String typed, String text) {
    screen.typed(message, typed);
    lock.lock();
    try {
      onTheirWay.put(message, new Line(text, Ticks.NONE));
      unsent++;
      asked = true;
      answered = false;
    } finally {
      lock.unlock();
    }
  }

  /// A line has come further; nothing happens when it had already come as far.
  void reached(MessageId message, Ticks ticks) {
    shown(message, ticks).ifPresent(text -> screen.ticks(message, text, ticks));
  }

  /// Something else that was typed has to be done before the end.
  void begin() {
    change(() -> tasks++);
  }

  /// A task that was begun has come further.
  void moving() {
    change(() -> steps++);
  }

  /// A task that was begun is done, well or not.
  void done(boolean well) {
    change(() -> {
      tasks--;
      steps++;
      refused |= !well;
    });
  }

  /// Something that was typed could not be done.
  void failed() {
    change(() -> refused = true);
  }

  /// Somebody has said something in the chat.
  void answered() {
    change(() -> answered = asked);
  }

  /// There is nothing more to wait for.
  void end() {
    change(() -> over = true);
  }

  /// Waits until every line is read and all else is done, and somebody has answered if `answers` is
  /// set, or until nothing has come any further for `quiet`.
  ///
  /// @return whether the server took every line, and all else was done
  boolean settle(Duration quiet, boolean answers) throws InterruptedException {
    lock.lock();
    try {
      long left = quiet.toNanos();
      while (!over && left > 0 && !(onTheirWay.isEmpty() && tasks == 0 && answers && answered)) {
        long before = steps;
        left = changed.awaitNanos(left);
        if (steps > before) {
          left = quiet.toNanos();
        }
      }
      return unsent == 0 && tasks == 0 && !refused;
    } finally {
      lock.unlock();
    }
  }

  private Optional<String> shown(MessageId message, Ticks ticks) {
    lock.lock();
    try {
      Line line = onTheirWay.get(message);
      if (line == null || line.ticks().compareTo(ticks) >= 0) {
        return Optional.empty();
      }
      if (line.ticks() == Ticks.NONE) {
        unsent--;
        steps++;
      }
      refused |= ticks == Ticks.REFUSED;
      if (ticks.isFinal() || onTheirWay.size() > MOST) {
        onTheirWay.remove(message);
        steps++;
      } else {
        onTheirWay.put(message, new Line(line.text(), ticks));
      }
      changed.signalAll();
      return Optional.of(line.text());
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
