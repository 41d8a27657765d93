package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.hearth.platform.settings.InvalidSettings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
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
  void a_fault_that_causes_itself_is_logged_once() {
    var first = new IllegalStateException();
    var second = new IllegalArgumentException(first);
    first.initCause(second);

    assertThat(logged(first)).containsOnlyOnce("java.lang.IllegalArgumentException");
  }

  private static String logged(Throwable fault) {
    return ThrowableProxyUtil.asString(new ThrowableProxy(LoggedFault.of(fault)));
  }
}
