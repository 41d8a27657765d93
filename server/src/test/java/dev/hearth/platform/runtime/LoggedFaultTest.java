package dev.hearth.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.hearth.platform.settings.InvalidSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

class LoggedFaultTest {
  private static final String TEXT = "a client's text";

  @Test
  void types_and_traces_are_kept_and_messages_of_libraries_are_not() {
    var fault = new IllegalStateException(TEXT, new NumberFormatException(TEXT));
    fault.addSuppressed(new IOException("Key (name)=(" + TEXT + ")"));

    assertThat(logged(fault))
        .contains(
            "java.lang.IllegalStateException",
            "java.lang.NumberFormatException",
            "java.io.IOException",
            "types_and_traces_are_kept")
        .doesNotContain(TEXT);
  }

  @Test
  void a_piece_of_json_that_can_not_be_read_is_not_quoted() {
    try {
      var _ = new ObjectMapper().readTree("[\"" + TEXT + "\", secret_of_the_client]");
      throw new AssertionError("it was read");
    } catch (RuntimeException fault) {
      assertThat(fault).hasMessageContaining("secret_of_the_client");
      assertThat(logged(fault)).doesNotContain("secret_of_the_client").doesNotContain(TEXT);
    }
  }

  @Test
  void a_message_of_ours_is_kept() {
    assertThat(logged(new InvalidSettings(List.of("server.port is not a number"))))
        .contains("server.port is not a number");
  }

  @Test
  void of_a_databases_failure_its_state_is_kept_and_its_message_is_not() {
    var unique = new SQLException("Key (name)=(" + TEXT + ") already exists", "23505");
    var constraint = new SQLException("UNIQUE constraint failed: " + TEXT, null, 19);

    for (String line : List.of(logged(unique), LoggedFault.sentence(unique))) {
      assertThat(line).contains("java.sql.SQLException (SQLState 23505)").doesNotContain(TEXT);
    }
    assertThat(logged(constraint)).contains("(code 19)").doesNotContain(TEXT);
  }

  @Test
  void a_failure_with_files_is_kept_because_their_names_are_ours(@TempDir Path folder) {
    assertThatThrownBy(() -> Files.newInputStream(folder.resolve("gone")))
        .satisfies(fault -> assertThat(logged(fault)).contains("NoSuchFileException: " + folder))
        .satisfies(fault ->
            assertThat(LoggedFault.sentence(new UncheckedIOException(TEXT, (IOException) fault)))
                .isEqualTo(
                    "java.io.UncheckedIOException, caused by"
                        + " java.nio.file.NoSuchFileException: "
                        + folder.resolve("gone")));
  }

  @Test
  void a_message_of_the_operating_system_is_kept() throws IOException {
    try (var full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> full.write(ByteBuffer.allocate(1)))
          .satisfies(fault ->
              assertThat(LoggedFault.sentence(fault))
                  .isEqualTo("java.io.IOException: No space left on device"));
    }
    assertThat(LoggedFault.sentence(new IOException(TEXT))).isEqualTo("java.io.IOException");
  }

  @Test
  void a_sentence_of_ours_stands_alone() {
    assertThat(LoggedFault.sentence(new InvalidSettings(List.of("server.port is not a number"))))
        .isEqualTo("server.port is not a number");
  }

  @Test
  void a_fault_that_causes_itself_is_logged_once() {
    var first = new IllegalStateException();
    var second = new IllegalArgumentException(first);
    first.initCause(second);

    assertThat(logged(first)).containsOnlyOnce("java.lang.IllegalArgumentException");
    assertThat(LoggedFault.sentence(first)).startsWith("java.lang.IllegalStateException, caused");
  }

  private static String logged(Throwable fault) {
    return ThrowableProxyUtil.asString(new ThrowableProxy(LoggedFault.of(fault)));
  }
}
