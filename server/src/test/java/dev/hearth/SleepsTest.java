package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No test of any module sleeps, or spins until something has happened. It waits for a signal,
/// turns a clock, or looks for a state with {@link Eventually}.
class SleepsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PAUSE =
      Pattern.compile(
          "\\b(?:Thread\\.(?:sleep|yield|onSpinWait)|parkNanos|parkUntil"
              + "|(?:MICRO|MILLI|NANO)?SECONDS\\.sleep)\\b");

  /// Where a test may pause, and why.
  private static final Map<String, String> ALLOWED =
      Map.of(
          "Eventually.java", "it looks for states that give no signal",
          "AcknowledgementsTest.java", "its threads start at random moments",
          "SleepsTest.java", "it looks for these words");

  @Test
  void no_test_sleeps_or_spins() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : tests()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (isPause(lines.get(i))) {
          found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }

    assertThat(found).as("wait for a signal, or with Eventually").isEmpty();
  }

  @Test
  void each_way_to_pause_is_found() {
    assertThat(
            List.of(
                "Thread.sleep(5);",
                "while (!done) Thread.onSpinWait();",
                "LockSupport.parkNanos(1);",
                "TimeUnit.SECONDS.sleep(1);",
                "Thread.yield();"))
        .allMatch(SleepsTest::isPause);
    assertThat(isPause("latch.await(10, TimeUnit.SECONDS)")).isFalse();
  }

  private static boolean isPause(String line) {
    return PAUSE.matcher(line).find();
  }

  private static List<Path> tests() throws IOException {
    List<Path> tests = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(folder)) {
          tests.addAll(sources(folder));
        }
      }
    }
    assertThat(tests).as("the tests of all modules").hasSizeGreaterThan(300);
    return tests;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !ALLOWED.containsKey(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }
}
