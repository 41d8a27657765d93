package dev.hearth.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines in, lines out: for pipes, files and terminals that can't move their cursor. A line that
/// ends with a backslash continues on the next one.
record PlainTerminal(BufferedReader in, Screen screen, boolean interactive) implements Terminal {
  private static final String CONTINUED = "\\";

  /// Whether the process's input and output are a terminal.
  // A JDK may return null or a console that is not a terminal; this has changed twice.
  @SuppressWarnings("SystemConsoleNull")
  static boolean hasPerson() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  static PlainTerminal ofProcess(boolean interactive) {
    var out =
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8);
    return new PlainTerminal(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        new PlainScreen(new PrintWriter(out)),
        interactive);
  }

  @Override
  public Optional<String> read() throws IOException {
    String line = in.readLine();
    if (line == null) {
      return Optional.empty();
    }
    var entry = new StringBuilder();
    while (line != null && line.endsWith(CONTINUED)) {
      entry.append(line, 0, line.length() - CONTINUED.length()).append('\n');
      line = in.readLine();
    }
    return Optional.of(entry.append(line == null ? "" : line).toString());
  }

  /// The process's streams stay open.
  @Override
  public void close() {}
}
