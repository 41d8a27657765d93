package dev.hearth.cli.terminal;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A person who types lines and waits for text on the screen. If a text does not come within twenty
/// seconds, they stop typing.
final class Typist {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Queue<Step> steps = new ArrayDeque<>();
  private final Shown shown = new Shown();

  private sealed interface Step {
    record Type(String line) implements Step {}

    record Await(String text) implements Step {}
  }

  Typist types(String line) {
    steps.add(new Step.Type(line));
    return this;
  }

  /// Waits until this is on the screen.
  Typist sees(String text) {
    steps.add(new Step.Await(text));
    return this;
  }

  Terminal terminal(boolean interactive) {
    return new PlainTerminal(new Input(), new PlainScreen(new PrintWriter(shown)), interactive);
  }

  /// All that was on the screen so far.
  String shown() {
    return shown.toString();
  }

  private @Nullable String nextLine() throws InterruptedException {
    while (true) {
      switch (steps.poll()) {
        case null -> {
          return null;
        }
        case Step.Type(var line) -> {
          return line;
        }
        case Step.Await(var text) -> {
          if (!shown.comes(text)) {
            steps.clear();
          }
        }
      }
    }
  }

  private final class Input extends BufferedReader {
    private Input() {
      super(Reader.nullReader());
    }

    @Override
    public @Nullable String readLine() {
      try {
        return nextLine();
      } catch (InterruptedException _) {
        return null;
      }
    }
  }

  private static final class Shown extends StringWriter {
    private boolean comes(String text) throws InterruptedException {
      long until = System.nanoTime() + PATIENCE.toNanos();
      synchronized (lock) {
        while (!toString().contains(text)) {
          long left = (until - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            return false;
          }
          lock.wait(left);
        }
        return true;
      }
    }

    @Override
    public void flush() {
      synchronized (lock) {
        lock.notifyAll();
      }
    }
  }
}
