package dev.hearth.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The input and output of a command: lines in UTF-8.
///
/// @param interactive whether a person sits at it and its cursor can be moved: it is not a pipe, a
///   file, or a terminal that calls itself dumb
record Terminal(BufferedReader in, PrintWriter out, boolean interactive) {

  /// The process's own.
  // A JDK may return null or a console that is not a terminal; this has changed twice.
  @SuppressWarnings("SystemConsoleNull")
  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8)),
        console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM")));
  }
}
