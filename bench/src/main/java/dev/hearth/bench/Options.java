package dev.hearth.bench;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of all scenarios.
final class Options {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Measure a running server; without it, one is started and stopped.")
  private @Nullable URI server;

  @Option(
      names = "--admin",
      paramLabel = "FILE",
      description = "The running server's admin.json, in its data folder.")
  private @Nullable Path admin;

  @Option(names = "--pid", paramLabel = "PID", description = "The running server's process.")
  private long pid;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting for the server that is started; may be given more than once.")
  private List<String> settings = List.of();

  @Option(
      names = "--keep",
      description = "Keep the started server's data folder and say where it is.")
  private boolean keep;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Before it is measured (default: ${DEFAULT-VALUE}).")
  private int warmUp = 10;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long each result is measured (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Event loops of the generator (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long what was sent may take to be done (default: ${DEFAULT-VALUE}).")
  private int patience = 15;

  Duration patience() {
    return Duration.ofSeconds(patience);
  }

  Duration warmUp() {
    return Duration.ofSeconds(warmUp);
  }

  Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  int threads() {
    return threads;
  }

  /// A server of our own with the bounds that a server usually has, and those that `more` say.
  StartedServer boundedServer(List<String> more, String javaOptions) {
    if (server != null || admin != null || pid > 0) {
      throw new Violation("this scenario starts its own server: --server is not for it");
    }
    List<String> all = new ArrayList<>(more);
    all.addAll(settings);
    return StartedServer.startBounded(launcher(), all, javaOptions, keep);
  }

  World world() {
    if (server != null && admin != null && pid > 0) {
      return new Server(server, AdminClient.read(admin), pid);
    }
    if (server != null || admin != null || pid > 0) {
      throw new Violation("--server, --admin and --pid go together");
    }
    return StartedServer.start(launcher(), settings, keep);
  }

  /// This program stands in bench/target/hearth/ below the launcher.
  static Path launcher() {
    try {
      Path jar = Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolveSibling("../../../hearth").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
