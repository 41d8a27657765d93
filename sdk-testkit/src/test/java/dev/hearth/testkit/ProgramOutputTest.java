package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The lines that the SDK prints in a program without any configuration.
@ExtendWith(HearthExtension.class)
class ProgramOutputTest {
  private static final String NOBODY = "http://127.0.0.1:1";
  private static final List<String> LOGBACK = List.of("logback-", "slf4j-api");

  @TempDir private Path folder;

  @Test
  void it_says_once_that_the_server_is_away_and_no_library_adds_to_it() throws Exception {
    for (List<String> libraries : List.of(List.<String>of(), LOGBACK)) {
      try (var program = Program.start("Grumpy.java", libraries, unknownKeystore(), NOBODY)) {
        assertThat(program.awaitLine("Cannot connect to ws://127.0.0.1:1/: ConnectException"))
            .as("with %s", libraries)
            .hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void without_a_logging_library_a_failure_of_a_handler_is_printed(HearthServer hearth)
      throws Exception {
    var bot = hearth.bot("Grumpy");
    try (var program = Program.start("Grumpy.java", List.of(), kept(bot), hearth.api().toString());
        var alice = hearth.online(hearth.person("Alice"))) {
      alice.say(bot.userId(), "Hello");

      program.awaitLine("java.lang.IllegalStateException: no answer to 5 letters");
      assertThat(program.awaitLine("at Grumpy.")).noneMatch(line -> line.contains("SLF4J"));
    }
  }

  @Test
  void a_keystore_that_the_server_does_not_take_ends_the_program_with_a_reason(HearthServer hearth)
      throws Exception {
    String server = hearth.api().toString();
    try (var program = Program.start("Grumpy.java", List.of(), unknownKeystore(), server)) {
      assertThat(program.awaitEnd())
          .anyMatch(line -> line.contains("the server has ended this session, or does not take"));
    }
  }

  private String unknownKeystore() throws IOException {
    var pair = SessionKeyPair.generate();
    return kept(Keystore.of(UserId.random(), SessionId.random(), pair, pair.key()));
  }

  private String kept(Keystore keystore) throws IOException {
    return Files.writeString(folder.resolve("keystore.json"), keystore.toJson()).toString();
  }
}
