package dev.hearth.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.TerminalBuilder;

/// A terminal with a person at it: an entry is typed with the usual keys (arrows, history, paste),
/// and what others say in the meantime appears above it. A backslash before Enter, or Alt-Enter,
/// begins another line of the same entry. Ctrl-C drops what is typed; with nothing typed it ends
/// the input, as Ctrl-D does.
final class EditedTerminal implements Terminal {
  private final org.jline.terminal.Terminal terminal;
  private final Attributes before;
  private final LineEditor editor;
  private final EditedScreen screen;

  EditedTerminal(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
    // Also between two entries: else the terminal itself would take keys then, and keep no more
    // than 4,095 characters of what is pasted.
    this.before = terminal.enterRawMode();
    this.editor = new LineEditor(terminal);
    this.screen = new EditedScreen(editor);
  }

  /// The process's own; empty when it can't be edited on.
  static Optional<EditedTerminal> ofProcess() {
    String type = System.getenv("TERM");
    if (type == null || type.startsWith("dumb")) {
      return Optional.empty();
    }
    try {
      // We name the way to the terminal: the other ways load code that we don't ship. A terminal
      // is not asked how it joins emoji: its answer could come late, and be taken for typed keys.
      return Optional.of(
          new EditedTerminal(
              TerminalBuilder.builder()
                  .system(true)
                  .provider("ffm")
                  .dumb(false)
                  .encoding(StandardCharsets.UTF_8)
                  .stdinEncoding(StandardCharsets.UTF_8)
                  .stdoutEncoding(StandardCharsets.UTF_8)
                  .graphemeCluster(false)
                  .build()));
    } catch (IOException | IllegalStateException notSupported) {
      return Optional.empty();
    }
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public Optional<String> read() {
    while (true) {
      try {
        return Optional.of(editor.readEntry());
      } catch (EndOfFileException end) {
        return Optional.empty();
      } catch (UserInterruptException interrupted) {
        if (interrupted.getPartialLine().isEmpty() || Thread.currentThread().isInterrupted()) {
          return Optional.empty();
        }
      }
    }
  }

  @Override
  public Optional<String> readSecret(String prompt) {
    try {
      return Optional.of(editor.readSecret(prompt));
    } catch (EndOfFileException | UserInterruptException unwilling) {
      return Optional.empty();
    }
  }

  @Override
  public void promptBy(UnaryOperator<String> prompt) {
    editor.promptBy(prompt);
  }

  @Override
  public Screen screen() {
    return screen;
  }

  @Override
  public void close() {
    try {
      editor.stop();
      terminal.setAttributes(before);
      terminal.close();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      // Its window was closed: there is nothing to leave in order.
    }
  }
}
