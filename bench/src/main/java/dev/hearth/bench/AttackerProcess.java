package dev.hearth.bench;

import dev.hearth.bench.abuse.Score;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Attackers in a process of their own, of a lower priority: where they and the server share a
/// machine, the server and those who behave get a core first, so that the latter's figures are the
/// server's doing.
final class AttackerProcess implements Attackers {
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final BufferedReader says;
  private final Writer hears;

  private AttackerProcess(Process process) {
    this.process = process;
    this.says = process.inputReader(StandardCharsets.UTF_8);
    this.hears = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// Starts them, against the server at `server` with its local door in `admin`.
  static Attackers start(String attack, InetSocketAddress server, Path admin) {
    try {
      var attackers =
          new AttackerProcess(
              new ProcessBuilder(
                      "nice",
                      "-n",
                      "10",
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx1g",
                      "-XX:+UseSerialGC",
                      "-cp",
                      System.getProperty("java.class.path"),
                      Bench.class.getName(),
                      AttackCommand.NAME,
                      attack,
                      server.getHostString(),
                      Integer.toString(server.getPort()),
                      admin.toString())
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      attackers.expect(AttackCommand.READY);
      return attackers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void begin() {
    say(AttackCommand.BEGIN);
  }

  @Override
  public Score.Total end() {
    say(AttackCommand.END);
    return Score.Total.parse(line());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void say(String word) {
    try {
      hears.write(word + "\n");
      hears.flush();
    } catch (IOException e) {
      throw new Violation("the attackers ended by themselves", e);
    }
  }

  private void expect(String word) {
    String line = line();
    if (!line.equals(word)) {
      close();
      throw new Violation("the attackers said “" + line + "”");
    }
  }

  private String line() {
    try {
      String line = says.readLine();
      if (line == null) {
        throw new Violation("the attackers ended by themselves");
      }
      return line;
    } catch (IOException e) {
      throw new Violation("the attackers ended by themselves", e);
    }
  }
}
