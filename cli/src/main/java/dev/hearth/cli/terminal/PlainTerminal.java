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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Lines in, lines out: for pipes, files and terminals that can't move their cursor. A line that
/// ends with a backslash continues on the next one.
record PlainTerminal(BufferedReader in, Screen screen, boolean interactive) implements Terminal {
  private static final String CONTINUED = "\\";

  // A terminal of Linux that collects a line itself drops the rest silently; the last character may
  // be cut, too.
  private static final int MOST_BYTES_OF_A_LINE = 4095;
  private static final int MOST_BYTES_OF_ONE = 4;
  private static final List<String> CUT =
      List.of(
          "-- not sent: this terminal takes at most 4,095 bytes of a line, and cuts the rest off.",
          "-- End a line with \\ and continue on the next one, or pipe the text in.");

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
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      List<String> lines = readOn(line);
      if (lines.stream().noneMatch(this::mayBeCut)) {
        return Optional.of(String.join("\n", lines));
      }
      CUT.forEach(screen::line);
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> readSecret(String prompt) throws IOException {
    if (hasPerson()) {
      // It prompts when nothing is echoed any more: a person may be quick.
      Console console = Objects.requireNonNull(System.console());
      return Optional.ofNullable(console.readPassword("%s%n", prompt)).map(String::new);
    }
    screen.line(prompt);
    return Optional.ofNullable(in.readLine());
  }

  /// All lines of the entry that begins so.
  private List<String> readOn(String first) throws IOException {
    var lines = new ArrayList<String>();
    String line = first;
    while (line != null && line.endsWith(CONTINUED)) {
      lines.add(line.substring(0, line.length() - CONTINUED.length()));
      line = in.readLine();
    }
    lines.add(line == null ? "" : line);
    return lines;
  }

  private boolean mayBeCut(String line) {
    return interactive
        && line.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES_OF_A_LINE - MOST_BYTES_OF_ONE;
  }

  /// The process's streams stay open.
  @Override
  public void close() {}
}
