package dev.hearth.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.hearth.edge.RefusalLog;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogOutputTest {
  @Test
  void refusals_are_shown_where_a_client_is_developed_and_nowhere_else() {
    var refusals = (Logger) LoggerFactory.getLogger(RefusalLog.LOGGER);
    refusals.setLevel(null); // another test of this JVM may have run `dev`
    assertThat(refusals.isDebugEnabled()).isFalse();

    LogOutput.showRefusals();

    try {
      assertThat(refusals.isDebugEnabled()).isTrue();
    } finally {
      refusals.setLevel(null);
    }
  }

  @Test
  void a_command_that_speaks_itself_logs_only_errors_and_changes_nothing_for_others() {
    var hearth = (Logger) LoggerFactory.getLogger("dev.hearth");
    Level before = hearth.getLevel();

    LogOutput.showErrorsOnly();

    try {
      assertThat(hearth.isWarnEnabled()).isFalse();
      assertThat(hearth.isErrorEnabled()).isTrue();
      assertThat(System.getProperty("hearth.log")).isNull();
    } finally {
      hearth.setLevel(before);
    }
  }
}
