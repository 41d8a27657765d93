package dev.hearth.conformance.web;

import dev.hearth.Eventually;
import dev.hearth.conformance.PackedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packed program's `dev` in a process of its own, with Alice, Bob and Echo.
final class PackedDev implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final JsonNode ready;

  private PackedDev(Process process, Path folder, JsonNode ready) {
    this.process = process;
    this.folder = folder;
    this.ready = ready;
  }

  /// Returns when it takes requests, and Echo is connected.
  static PackedDev start(Path folder) throws IOException {
    return start(folder, 0);
  }

  private static PackedDev start(Path folder, int port) throws IOException {
    Path file = folder.resolve("ready.json");
    List<String> command =
        new ArrayList<>(PackedServer.java(Files.createDirectories(folder.resolve("tmp"))));
    command.addAll(List.of("dev", "--port", Integer.toString(port)));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--ready", file.toString()));
    Path output = folder.resolve("output.txt");
    Files.deleteIfExists(file);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    if (!Eventually.isReached(PATIENCE, () -> Files.exists(file) || !process.isAlive())
        || !process.isAlive()) {
      process.destroyForcibly();
      throw new IllegalStateException("dev did not start: " + Files.readString(output));
    }
    return new PackedDev(process, folder, JsonMapper.shared().readTree(Files.readString(file)));
  }

  /// The same, once it has ended, at the same address.
  PackedDev startedAgain() throws IOException {
    return start(folder, URI.create(ready.path("api").stringValue()).getPort());
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// The link that signs a browser in as this person, `alice` or `bob`.
  URI link(String person) {
    return URI.create(ready.path("web").path(person).stringValue());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
