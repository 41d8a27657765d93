package dev.hearth.conformance.disk;

import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.PackedServer.Bounds;
import dev.hearth.conformance.kill.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// A machine whose power is cut: what no sync covers is gone, or some of it.
class Disk implements Rounds.Machine {
  private final Path library;
  private final Path undo;
  private int taken;

  /// @param work a folder on the file system of the server's, for the log of what can be undone
  Disk(Path work) {
    this.library = Path.of(System.getProperty("hearth.disk", ""));
    if (!Files.isRegularFile(library)) {
      throw new IllegalStateException(
          "run conformance/disk, which compiles disk.c and sets hearth.disk");
    }
    this.undo = work.resolve("undo").resolve("log");
    try {
      Files.createDirectories(undo.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PackedServer start(Path folder) {
    return start(folder, Optional.empty());
  }

  /// @param fault `KIND:N`, as disk.c says
  PackedServer start(Path folder, Optional<String> fault) {
    Map<String, String> environment =
        fault.map(one -> Map.of("HEARTH_DISK_FAULT", one)).orElse(Map.of());
    return start(folder, environment);
  }

  /// @param more what disk.c reads from its environment
  final PackedServer start(Path folder, Map<String, String> more, String... settings) {
    try {
      var environment = new HashMap<>(more);
      environment.put("LD_PRELOAD", library.toAbsolutePath().toString());
      environment.put("HEARTH_DISK_FOLDER", folder.toRealPath().resolve("data").toString());
      environment.put("HEARTH_DISK_UNDO", undo.toString());
      return PackedServer.start(
          folder,
          new Bounds(List.of(), 0, environment),
          Stream.concat(Rounds.SETTINGS.stream(), Stream.of(settings)).toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end(PackedServer server, Random random) {
    server.kill();
    cut(server.data(), random);
  }

  final void cut(Path data, Random random) {
    try {
      if (Files.exists(undo)) {
        taken += UndoLog.read(undo).cut(data, random);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many changes were taken back so far.
  final int taken() {
    return taken;
  }

  @Override
  public boolean acknowledgementsLast() {
    return false;
  }
}
