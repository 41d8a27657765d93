package dev.hearth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder that is there until it is closed. A test that was killed leaves its own behind; the
/// name has its process's number.
record TemporaryFolder(Path path) implements AutoCloseable {
  static final String PREFIX = "hearth-test-" + ProcessHandle.current().pid() + "-";

  static TemporaryFolder make() {
    try {
      return new TemporaryFolder(Files.createTempDirectory(PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (var inside = Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
