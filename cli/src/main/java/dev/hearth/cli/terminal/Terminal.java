package dev.hearth.cli.terminal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The place where entries for a chat are typed, and where its messages are shown. All text is
/// UTF-8, whatever the locale says.
interface Terminal extends AutoCloseable {

  /// Whether a person sits at it, rather than a program or a file.
  boolean interactive();

  /// Waits for the next entry, which may have several lines. For one thread.
  ///
  /// @return empty at the end of the input
  Optional<String> read() throws IOException;

  /// Asks for a secret, and shows nothing of what is typed. For the thread that reads.
  ///
  /// @return empty when the person does not want to say it
  Optional<String> readSecret(String prompt) throws IOException;

  /// Lets the prompt depend on what is typed so far, where there is one.
  default void promptBy(UnaryOperator<String> prompt) {}

  /// Shows what happens, also while an entry is typed.
  Screen screen();

  /// Leaves the terminal as it was before. Nothing more is read.
  @Override
  void close();

  /// The process's own: with an editor where the terminal can move its cursor, else plain lines.
  static Terminal ofProcess() {
    if (!PlainTerminal.hasPerson()) {
      return PlainTerminal.ofProcess(false);
    }
    Optional<EditedTerminal> edited = EditedTerminal.ofProcess();
    return edited.isPresent() ? edited.get() : PlainTerminal.ofProcess(true);
  }
}
