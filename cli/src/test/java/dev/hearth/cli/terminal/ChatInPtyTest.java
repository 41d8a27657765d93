package dev.hearth.cli.terminal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.cli.HearthCommand;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program itself, in a pseudo-terminal of the system; `script` makes one. The locale is one
/// without UTF-8.
@Timeout(120)
class ChatInPtyTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String LEFT = "\u001b[D";
  private static final String UP = "\u001b[A";

  @TempDir private Path folder;
  private DevServer dev;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.exists(SCRIPT) && System.getProperty("os.name").equals("Linux"));
    dev = new DevServer(folder);
  }

  @AfterEach
  void stop() {
    if (dev != null) {
      dev.close();
    }
  }

  @Test
  void pasted_text_arrives_whole() throws Exception {
    String text = "lange Wörter ".repeat(1600);
    try (var alice = new Program(80, "--as=alice", "--with=echo")) {
      alice.person.seesPrompt().pastes(text + "end").enters("").sees("Echo: lange");
      alice.person.enters("next").sees("Echo: next");

      String shown = String.join("", alice.person.rows().toList()).replace(" ", "");
      String answer = "Echo:" + (text + "end").replace(" ", "");
      assertThat(shown.contains(answer)).isTrue();
    }
  }

  @Test
  void pasted_text_arrives_whole_from_a_terminal_that_does_not_mark_it() throws Exception {
    String text = "lange Wörter ".repeat(500);
    try (var alice = new Program(80, "--as=alice", "--with=echo")) {
      alice.person.seesPrompt().types(text).enters("end").sees("Echo: lange");
      alice.person.enters("next").sees("Echo: next");

      String shown = String.join("", alice.person.rows().toList()).replace(" ", "");
      assertThat(shown.contains("Echo:" + (text + "end").replace(" ", ""))).isTrue();
    }
  }

  @Test
  void arrow_keys_move_in_the_entry_and_among_earlier_ones() throws Exception {
    try (var alice = new Program(80, "--as=alice", "--with=echo")) {
      alice.person.seesPrompt().enters("hllo" + LEFT + LEFT + LEFT + "e").sees("Echo: hello");
      alice.person.enters(UP + ", ännä").sees("Echo: hello, ännä");
    }
  }

  @Test
  void half_a_line_stays_while_somebody_speaks() throws Exception {
    try (var alice = new Program(40, "--as=alice", "--with=echo")) {
      alice
          .person
          .seesPrompt()
          .enters("hello")
          .sees("Echo: hello")
          .types("half a l")
          .sees("half a l");
      dev.say("Echo", "Alice", "wait");
      alice.person.sees("Echo: wait");

      alice.person.types("ine").sees("> half a line");
      alice.person.enters("").sees("Echo: half a line").sees("> half a line  ✓✓ read");
      assertThat(alice.person.rows())
          .containsSubsequence("(not encrypted) Echo: wait", "> half a line  ✓✓ read");
    }
  }

  @Test
  void a_line_that_a_terminal_without_an_editor_cuts_is_not_sent() throws Exception {
    try (var alice = new Program("dumb", 80, "--as=alice", "--with=echo")) {
      alice.person.sees("-- Echo; /help").enters("ä".repeat(5000)).sees("-- not sent: ");
      alice.person.enters("x".repeat(4000) + "\\").enters("y".repeat(4000)).sees("Echo: xxx");
      alice.person.enters("end").sees("Echo: end");

      String shown = String.join("", alice.person.rows().toList()).replace(" ", "");
      assertThat(shown).contains("Echo:" + "x".repeat(4000) + "y".repeat(4000));
      assertThat(shown).doesNotContain("Echo:ä");
    }
  }

  @Test
  void a_terminal_without_an_editor_does_not_show_the_pin() throws Exception {
    dev.forgetPin("Alice");
    try (var alice = new Program("dumb", 80, "--as=alice", "--with=echo")) {
      alice.person.sees("-- Echo; /help").enters("/pay 5 ember").sees("PIN, to pay Echo 5 EMBER");
      alice.person.enters("123456").sees("-- You paid Echo 5 EMBER (balance 995)");

      assertThat(alice.person.rows()).noneMatch(row -> row.contains("123456"));
    }
  }

  /// `hearth chat` in a process of its own.
  private final class Program implements AutoCloseable {
    final TestingScreen person;
    private final Process process;

    Program(int columns, String... arguments) throws IOException {
      this("xterm-256color", columns, arguments);
    }

    Program(String terminal, int columns, String... arguments) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String command =
          String.join(
              " ",
              "stty cols " + columns + " rows 24 && exec",
              java,
              "--enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1",
              "-cp '" + System.getProperty("java.class.path") + "'",
              HearthCommand.class.getName(),
              "chat --data '" + folder + "'",
              String.join(" ", arguments));
      var builder = new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null");
      builder.environment().put("TERM", terminal);
      builder.environment().put("LC_ALL", "C");
      process = builder.redirectErrorStream(true).start();
      var screen = new ScreenTerminal(columns, 24);
      person = new TestingScreen(screen, process.getOutputStream());
      Thread.ofPlatform().daemon().start(() -> show(screen));
    }

    private void show(ScreenTerminal screen) {
      var buffer = new char[8192];
      try (var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
        for (int read = out.read(buffer); read > 0; read = out.read(buffer)) {
          screen.write(new String(buffer, 0, read));
        }
      } catch (IOException ended) {
        // So has the program.
      }
    }

    /// Ends it as people do, and expects it to say that all went well.
    @Override
    public void close() throws IOException {
      person.types("\u0004");
      try {
        assertThat(process.onExit().orTimeout(20, SECONDS).join().exitValue())
            .as(person.toString())
            .isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
