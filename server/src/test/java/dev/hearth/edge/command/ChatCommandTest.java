package dev.hearth.edge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingHearth;
import dev.hearth.edge.command.DevWorld.Known;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ChatCommandTest {
  @TempDir private Path folder;
  private TestingHearth server;
  private DevWorld world;
  private HearthBot echo;

  @BeforeEach
  void start() throws Exception {
    server = TestingHearth.start(folder, 0);
    world = new DevPeople(server.running()).settle();
    echo =
        EchoBot.connect(
            world.bots().getFirst().keystore(),
            ClientOptions.at(server.address()),
            Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws Exception {
    echo.close();
    server.close();
  }

  @Test
  void a_line_piped_in_is_ticked_and_answered() {
    Chatted chatted = chat("hello\n", "--as", "alice", "--with", "echo", "--wait", "20s");

    assertThat(chatted.code).isZero();
    assertThat(chatted.lines()).contains("✓ hello", "Echo: hello", "✓✓ read hello");
  }

  @Test
  void many_lines_are_answered_in_their_order() {
    Chatted chatted =
        chat("one\ntwo\n\nthree\n", "--as", "Alice", "--with", "Echo", "--wait", "20s");

    assertThat(chatted.lines().filter(line -> line.startsWith("Echo")))
        .containsExactly("Echo: one", "Echo: two", "Echo: three");
  }

  @Test
  void what_came_before_the_chat_is_shown_with_its_time() throws Exception {
    say("bob", "alice", "are you there?");

    Chatted chatted = chat("", "--as", "alice", "--with", "bob", "--wait", "2s");

    assertThat(chatted.lines())
        .anyMatch(line -> line.matches("[0-9]{2}:[0-9]{2} Bob: are you there\\?"));
  }

  @Test
  void what_is_said_elsewhere_is_shown_as_such_and_moves_no_cursor() throws Exception {
    say("bob", "alice", "psst\u001b[2J");

    Chatted chatted = chat("", "--as", "alice", "--with", "echo", "--wait", "2s");

    assertThat(chatted.lines()).anyMatch(line -> line.matches("\\[Bob\\] .*Bob: psst \\[2J"));
  }

  @Test
  void a_group_is_made_of_everybody_one_knows_and_found_by_its_name() {
    Chatted first = chat("hello all\n", "--as", "alice", "--in", "Lunch", "--wait", "3s");
    Chatted second = chat("me too\n", "--as", "bob", "--in", "lunch", "--wait", "2s");

    assertThat(first.errors).isEmpty();
    assertThat(first.lines()).contains("Echo: hello all");
    assertThat(second.lines()).anyMatch(line -> line.endsWith("Alice: hello all"));
    assertThat(second.lines()).contains("Echo: me too");
    assertThat(second.code).isZero();
  }

  @Test
  void somebody_can_be_found_by_number() {
    String number = world.find("Echo").map(Known::identityNumber).orElseThrow();

    Chatted chatted = chat("hi\n", "--as", "alice", "--with", number, "--wait", "20s");

    assertThat(chatted.lines()).contains("Echo: hi");
  }

  @Test
  void who_is_not_there_is_said_so() {
    assertThat(chat("", "--as", "mallory", "--with", "echo").errors)
        .contains("nobody is called mallory here; there are Alice, Bob, Echo");
    assertThat(chat("", "--as", "alice", "--with", "mallory").errors)
        .contains("nobody is called mallory here");
    assertThat(chat("", "--as", "alice", "--with", "bob", "--server", "http://127.0.0.1:1").errors)
        .contains("no server answers at http://127.0.0.1:1/");
  }

  private void say(String from, String to, String text) throws Exception {
    Known author = world.find(from).orElseThrow();
    Known other = world.find(to).orElseThrow();
    try (var client = HearthClient.of(author.keystore(), ClientOptions.at(server.address()))) {
      client.connect(message -> {});
      client.send(OutgoingMessage.text(client.conversationWith(other.userId()), text));
    }
  }

  private Chatted chat(String input, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal =
        new Terminal(new BufferedReader(new StringReader(input)), new PrintWriter(out), false);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    int code =
        new CommandLine(new ChatCommand(terminal))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler((failure, command, _) -> {
              command.getErr().println(failure.getMessage());
              return 1;
            })
            .execute(all.toArray(String[]::new));
    return new Chatted(code, out.toString(), err.toString());
  }

  private record Chatted(int code, String output, String errors) {
    Stream<String> lines() {
      return output.lines();
    }
  }
}
