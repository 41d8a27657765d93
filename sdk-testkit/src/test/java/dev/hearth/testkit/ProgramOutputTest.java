package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines that the SDK prints in a program without any configuration.
class ProgramOutputTest {
  private static final String NOBODY = "http://127.0.0.1:1";
  private static final List<String> LOGBACK = List.of("logback-", "slf4j-");

  @TempDir private Path folder;

  @Test
  void with_logback_and_no_configuration_only_the_sdk_speaks() throws Exception {
    try (var program = Program.start("Grumpy.java", LOGBACK, unknownKeystore(), NOBODY)) {
      assertThat(program.awaitLine("No connection"))
          .allSatisfy(line -> assertThat(line).contains("dev.hearth.sdk"));
    }
  }

  private String unknownKeystore() throws Exception {
    var pair = SessionKeyPair.generate();
    var keystore = Keystore.of(UserId.random(), SessionId.random(), pair, pair.key());
    return Files.writeString(folder.resolve("keystore.json"), keystore.toJson()).toString();
  }
}
