package dev.hearth.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Folders for what targets write.
public final class Folders {
  /// Linux has it in memory, where syncing takes no time; no target is about power cuts.
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  private static final String NAME = "hearth-fuzz-";

  private Folders() {}

  /// A new folder, which goes with the process.
  public static Path temporary() {
    try {
      Path folder =
          Files.isWritable(IN_MEMORY)
              ? Files.createTempDirectory(IN_MEMORY, NAME)
              : Files.createTempDirectory(NAME);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes a folder and what is in it.
  public static void delete(Path folder) {
    try (var inside = Files.walk(folder)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
