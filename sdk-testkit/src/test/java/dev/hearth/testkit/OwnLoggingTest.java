package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A project that uses the test kit configures its logging by itself, as this module does with its
/// `logback-test.xml`.
class OwnLoggingTest {
  @Test
  void the_project_s_own_configuration_stands() {
    try (var hearth = HearthServer.start()) {
      assertThat(hearth.api()).isNotNull();
      var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

      assertThat(root.getLevel()).isEqualTo(Level.WARN);
      assertThat(root.getAppender("console")).isNotNull();
      assertThat(root.getLoggerContext().getLogger("dev.hearth").getLevel()).isNull();
    }
  }

  @Test
  void the_libraries_bring_no_configuration_of_a_log() throws IOException {
    for (String module : List.of("protocol", "sdk", "server", "sdk-testkit")) {
      Path classes = Path.of("..", module, "target", "classes");
      try (Stream<Path> files = Files.walk(classes)) {
        assertThat(files.filter(OwnLoggingTest::configuresLogging)).as(module).isEmpty();
      }
    }
  }

  private static boolean configuresLogging(Path file) {
    String name = file.getFileName().toString();
    return name.matches("logback.*\\.(xml|scmo)|log4j2?.*\\.(xml|properties)|logging\\.properties")
        || Set.of("ch.qos.logback.classic.spi.Configurator", "org.slf4j.spi.SLF4JServiceProvider")
            .contains(name)
        || name.equals("java.lang.System$LoggerFinder");
  }
}
