package dev.hearth.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long people wait for a server: from running the launcher until a connection is accepted.
@Command(
    name = "start",
    description =
        "Starts servers, one after the other: the time from running the launcher until a connection"
            + " is accepted, and the CPU time until then.")
final class Start implements Callable<Integer> {
  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Starts of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting for the servers; may be given more than once.")
  private List<String> settings = List.of();

  @Override
  public Integer call() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    out.println(Result.header());
    // Not counted: it may have to build, and it brings files into the operating system's cache.
    measure("rehearsal", StartedServer.newFolder(), false);
    for (int round = 0; round < rounds; round++) {
      Path folder = StartedServer.newFolder();
      out.println(measure("new folder", folder, true).line());
      out.println(measure("known folder", folder, false).line());
    }
    return 0;
  }

  private Result measure(String variant, Path folder, boolean keep) {
    Result result = Scenario.result("start", variant, 1);
    long began = System.nanoTime();
    try (var server = StartedServer.startIn(folder, Options.launcher(), settings, keep);
        var _ = new Socket(server.address().getAddress(), server.address().getPort())) {
      return result
          .put(Result.Column.SECONDS, (System.nanoTime() - began) / 1e9)
          .put(Result.Column.SERVER_CPU_US, server.process().cpuMicros());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
