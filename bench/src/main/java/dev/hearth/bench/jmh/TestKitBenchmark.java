package dev.hearth.bench.jmh;

import dev.hearth.testkit.HearthServer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long a bot's test waits for a server of its own, when it isn't the first test in its JVM:
/// the one start before is not counted.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 1)
@Measurement(iterations = 20)
public class TestKitBenchmark {
  private Optional<HearthServer> server = Optional.empty();

  @Benchmark
  public HearthServer start() {
    HearthServer started = HearthServer.start();
    server = Optional.of(started);
    return started;
  }

  @TearDown(Level.Iteration)
  public void stop() {
    server.ifPresent(HearthServer::close);
  }
}
