package dev.hearth.bench;

import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the JMH benchmarks.
@Command(name = "jmh", description = "Times single parts of the message path (JMH).")
final class Microbenchmarks implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = ".*",
      description = "Which of them, as a regular expression; all by default.")
  private String pattern = ".*";

  @Option(names = "--result", paramLabel = "FILE", description = "Also write the figures as CSV.")
  private String result = "";

  @Override
  public Integer call() throws RunnerException {
    var options = new OptionsBuilder().include(pattern).shouldFailOnError(true);
    if (!result.isEmpty()) {
      options.resultFormat(ResultFormatType.CSV).result(result);
    }
    new Runner(options.build()).run();
    return 0;
  }
}
