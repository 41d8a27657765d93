package dev.hearth.bench;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/// Something to measure: brings a server up, prints the header line and a line for every result.
/// Ends with 1, and says why on standard error, when the server did anything wrong.
abstract class Scenario implements Callable<Integer> {
  @Mixin private Options options = new Options();

  @Override
  public Integer call() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    out.println(Result.header());
    try (World world = world()) {
      measure(world, result -> out.println(result.line()));
      return 0;
    } catch (Violation violation) {
      System.err.println("bench: " + violation.getMessage());
      if (violation.getCause() != null) {
        violation.getCause().printStackTrace();
      }
      return 1;
    }
  }

  /// The server to measure.
  World world() {
    return options.world();
  }

  /// Measures `world` as the options say.
  abstract void measure(World world, Consumer<Result> results);

  Options options() {
    return options;
  }

  /// An empty line of figures, with what is known beforehand.
  static Result result(String scenario, String variant, int connections) {
    return new Result(scenario, variant)
        .put(Result.Column.CONNECTIONS, connections)
        .put(
            Result.Column.LOAD,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
