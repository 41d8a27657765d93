package dev.hearth.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The chat with its editor, on screens in memory.
@Timeout(120)
class ChatAtTerminalTest {
  private static final String CTRL_D = "\u0004";
  private static final String UP = "\u001b[A";
  private static final String ALT_ENTER = "\u001b\r";

  @TempDir private Path folder;
  private DevServer dev;

  @BeforeEach
  void start() throws Exception {
    dev = new DevServer(folder);
  }

  @AfterEach
  void stop() {
    dev.close();
  }

  @Test
  void an_entry_of_several_lines_is_one_message_and_keeps_them() throws Exception {
    try (var bob = new Chat(80, "--as=bob", "--with=alice")) {
      bob.person.sees("-- encrypted");
      try (var alice = new Chat(80, "--as=alice", "--with=bob")) {
        alice.person.seesPrompt().pastes("one\n  two\nthree").enters("").sees("  three  ✓✓ read");
        alice.person.types("four\\\rfive" + ALT_ENTER).enters("six").sees("  six  ✓");

        assertThat(alice.person.rows()).contains("> one", "    two", "  three  ✓✓ read");
        alice.ends();
      }
      bob.person.sees("    six");
      assertThat(bob.person.rows())
          .containsSubsequence(
              "Alice: one", "      two", "    three", "Alice: four", "    five", "    six");
      bob.ends();
    }
  }

  @Test
  void the_terminal_collects_no_keys_itself_between_two_entries() throws Exception {
    var terminal = ScreenTerminal.withTerminal("test", "xterm-256color", 80, 24).terminal();
    try (var edited = new EditedTerminal(terminal)) {
      for (int key : "one\r".getBytes(US_ASCII)) {
        terminal.processInputByte(key);
      }

      assertThat(edited.read()).contains("one");
      assertThat(terminal.getAttributes().getLocalFlag(LocalFlag.ICANON)).isFalse();
    }
  }

  @Test
  void a_server_that_goes_away_and_comes_back_is_shown_and_what_was_typed_arrives()
      throws Exception {
    try (var alice = new Chat(80, "--as=alice", "--with=echo")) {
      alice.person.enters("before").sees("Echo: before").types("half a l");
      dev.stop();
      alice.person.sees("-- the connection is gone; trying again").enters("ine");
      dev.startAgain();

      alice.person.sees("-- connected again").sees("Echo: half a line");
      alice.ends();
    }
  }

  @Test
  void an_entry_for_a_bot_in_a_group_is_said_to_be_open_before_it_is_sent() throws Exception {
    try (var alice = new Chat(80, "--as=alice", "--in=Lunch")) {
      alice.person.seesPrompt().types("hello").sees("> hello").enters("");
      alice.person.types("@echo").sees("(not encrypted) > @echo").types("\u0015");
      alice.person.types("/roll").sees("(not encrypted) > /roll").enters("");

      alice.person.sees("-- not encrypted, for Echo to read it:").sees("> hello  ✓");
      alice.ends();
    }
  }

  @Test
  void a_conversation_that_opens_shows_its_latest_messages() throws Exception {
    try (var alice = new Chat(80, "--as=alice", "--with=echo")) {
      alice
          .person
          .seesPrompt()
          .enters("hello")
          .sees("Echo: hello")
          .enters("oops")
          .sees("Echo: oops");
      alice.person.enters("/recall").sees("-- taken back: “oops”");
      alice.ends();
    }
    try (var alice = new Chat(80, "--as=alice", "--with=bob")) {
      alice.person.seesPrompt();
      assertThat(alice.person.rows()).noneMatch(row -> row.contains("hello"));

      alice.person.enters("/rooms echo").sees("-- Echo; /help");
      assertThat(alice.person.rows())
          .anyMatch(row -> row.matches("[0-9]{2}:[0-9]{2} Alice: hello"))
          .anyMatch(row -> row.matches("[0-9]{2}:[0-9]{2} Echo: hello"))
          .noneMatch(row -> row.contains("Alice: oops"));
      alice.ends();
    }
  }

  @Test
  void a_pin_is_neither_shown_nor_kept_among_earlier_entries() throws Exception {
    dev.forgetPin("Alice");
    try (var alice = new Chat(80, "--as=alice", "--with=echo")) {
      alice.person.seesPrompt().enters("/pay 5 ember").sees("PIN, to pay Echo 5 EMBER:");
      alice.person.enters("123456").sees("-- You paid Echo 5 EMBER (balance 995)");
      alice.person.sees("-- Echo paid you 5 EMBER (balance 1,000)").types(UP).sees("> /pay 5");
      assertThat(alice.person.rows()).noneMatch(row -> row.contains("123456"));

      alice.person.enters("").sees("PIN, to pay").types("\u0003").sees("-- not paid: no PIN was");
      alice.person.types(CTRL_D);
      assertThat(alice.code.get(20, SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void ctrl_c_drops_what_is_typed_and_then_ends_the_chat() throws Exception {
    try (var alice = new Chat(80, "--as=alice", "--with=echo")) {
      alice.person.seesPrompt().types("nonsense").sees("> nonsense").types("\u0003");
      alice.person.enters("sense").sees("Echo: sense").types("\u0003");

      assertThat(alice.code.get(20, SECONDS)).isZero();
      assertThat(alice.person.rows()).noneMatch(row -> row.contains("nonsense"));
    }
  }

  @Test
  void a_session_that_ends_ends_the_chat_while_somebody_types() throws Exception {
    try (var alice = new Chat(80, "--as=alice", "--with=echo")) {
      alice.person.enters("hello").sees("Echo: hello").types("half a l").sees("half a l");
      dev.server().chat().directory().accounts().revoke(dev.known("Alice").keystore().sessionId());

      alice.person.sees("-- the server has ended this session");
      assertThat(alice.code.get(20, SECONDS)).isNotNull();
    }
  }

  /// Somebody at a terminal with a chat.
  private final class Chat implements AutoCloseable {
    final TestingScreen person;
    final CompletableFuture<Integer> code = new CompletableFuture<>();

    Chat(int columns, String... arguments) throws IOException {
      var virtual = ScreenTerminal.withTerminal("test", "xterm-256color", columns, 24);
      person =
          new TestingScreen(
              virtual.screen(),
              new OutputStream() {
                @Override
                public void write(int key) throws IOException {
                  virtual.terminal().processInputByte(key);
                }
              });
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("--data", folder.toString()));
      var command = new CommandLine(new ChatCommand(() -> new EditedTerminal(virtual.terminal())));
      Thread.ofPlatform()
          .daemon()
          .start(() -> code.complete(command.execute(all.toArray(String[]::new))));
    }

    void ends() throws Exception {
      person.types(CTRL_D);
      assertThat(code.get(20, SECONDS)).isZero();
    }

    @Override
    public void close() throws IOException {
      if (!code.isDone()) {
        person.types("\u0003\u0003" + CTRL_D);
        code.orTimeout(20, SECONDS).join();
      }
    }
  }
}
