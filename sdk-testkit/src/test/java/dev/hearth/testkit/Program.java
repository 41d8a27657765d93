package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program in one file, in a JVM of its own that has the SDK and chosen libraries, and nothing of
/// this project's tests. All that it prints is heard.
final class Program implements AutoCloseable {
  private static final String ENDED = "(ended)";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> heard = new ArrayList<>();

  private Program(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::hear);
  }

  /// @param source a file beside this class
  /// @param libraries beside the SDK and what it needs, as parts of the names of their jars
  static Program start(String source, List<String> libraries, String... arguments)
      throws IOException, URISyntaxException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(libraries),
                Path.of(Program.class.getResource(source).toURI()).toString()));
    command.addAll(List.of(arguments));
    return new Program(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String classPath(List<String> libraries) {
    var wanted =
        Stream.concat(
                Stream.of("/protocol/target/", "/sdk/target/", "jackson-", "sqlite-jdbc"),
                libraries.stream())
            .toList();
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(each -> wanted.stream().anyMatch(each::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Waits for a line with this text.
  ///
  /// @return all lines up to it
  List<String> awaitLine(String text) throws InterruptedException {
    return await(line -> line.contains(text), text);
  }

  /// Waits until it has ended.
  ///
  /// @return all that it has printed
  List<String> awaitEnd() throws InterruptedException {
    return await(ENDED::equals, ENDED);
  }

  private List<String> await(Predicate<String> wanted, String described)
      throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(line).as("%s, after %s", described, heard).isNotNull();
      heard.add(line);
      if (wanted.test(line)) {
        return List.copyOf(heard);
      }
      assertThat(line).as("%s, after %s", described, heard).isNotEqualTo(ENDED);
    }
  }

  private void hear() {
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lines.add(ENDED);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
