package dev.hearth.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;

/// The screen of a terminal in memory, and the person who types and reads at it.
final class TestingScreen {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LOOK_AGAIN_MILLIS = 20;

  private final ScreenTerminal screen;
  private final OutputStream keyboard;

  /// @param keyboard takes the bytes of the keys
  TestingScreen(ScreenTerminal screen, OutputStream keyboard) {
    this.screen = screen;
    this.keyboard = keyboard;
  }

  TestingScreen types(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    return this;
  }

  TestingScreen enters(String line) throws IOException {
    return types(line + "\r");
  }

  /// As a terminal does when a program has asked to know where a paste begins and ends.
  TestingScreen pastes(String text) throws IOException {
    return types("\u001b[200~" + text.replace('\n', '\r') + "\u001b[201~");
  }

  /// Waits until a row has this text in it.
  TestingScreen sees(String text) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (rows().noneMatch(row -> row.contains(text))) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not on the screen: " + text + "\n" + this);
      }
      screen.waitDirty(LOOK_AGAIN_MILLIS);
    }
    return this;
  }

  TestingScreen seesPrompt() throws InterruptedException {
    return sees(LineEditor.PROMPT.strip());
  }

  /// All rows, those first that have left the screen at its top.
  Stream<String> rows() {
    List<String> rows = new ArrayList<>();
    synchronized (screen) {
      screen.getHistory().forEach(row -> rows.add(text(row)));
      screen.toString().lines().forEach(rows::add);
    }
    return rows.stream().map(String::stripTrailing);
  }

  @Override
  public String toString() {
    return String.join("\n", rows().toList());
  }

  private static String text(long[] cells) {
    var text = new StringBuilder();
    for (long cell : cells) {
      if ((int) cell != 0) {
        text.appendCodePoint((int) cell);
      }
    }
    return text.toString();
  }
}
