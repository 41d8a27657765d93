package dev.hearth.conformance.page;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commands that run until they are closed, with what they have said so far.
final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final BufferedWriter keys;
  private final StringBuilder said = new StringBuilder();
  private boolean ended;

  Running(Process process) {
    this.process = process;
    this.keys = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line + "\n");
      }
    } catch (IOException e) {
      add("can't be read: " + e);
    }
    end();
  }

  private synchronized void add(String text) {
    said.append(text);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// Waits until something is said.
  Matcher await(String pattern) {
    return await(pattern, 1);
  }

  /// Waits until something is said for the nth time.
  synchronized Matcher await(String pattern, int times) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Matcher found = Pattern.compile(pattern).matcher(said);
      int seen = 0;
      while (seen < times && found.find()) {
        seen++;
      }
      if (seen == times) {
        return found;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (ended || left <= 0) {
        throw new AssertionError("did not say \"" + pattern + "\", but: " + said);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /// Types a line.
  void type(String line) {
    try {
      keys.write(line + "\n");
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(said(), e);
    }
  }

  synchronized String said() {
    return said.toString();
  }

  /// Ends them, and all that they have started, as Ctrl-C does.
  @Override
  public void close() {
    var all = process.descendants().toList();
    all.forEach(ProcessHandle::destroy);
    process.destroy();
    for (ProcessHandle one : all) {
      one.onExit()
          .completeOnTimeout(one, STOP_SECONDS, TimeUnit.SECONDS)
          .thenAccept(ProcessHandle::destroyForcibly)
          .join();
    }
  }
}
