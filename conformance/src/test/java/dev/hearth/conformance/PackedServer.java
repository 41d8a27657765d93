package dev.hearth.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The packed server, as a child process with a data folder. Ends with its parent only if it is
/// closed or killed: use it in a try.
///
/// It checks its assertions, and one that failed fails the test when the server ends.
public final class PackedServer implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening on (https?://[^ ,]+)");
  private static final String CHECKING = "Assertions are on";
  private static final String VIOLATED = "java.lang.AssertionError";
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final Path output;
  private final CompletableFuture<URI> listening = new CompletableFuture<>();

  private final Thread reading;
  private volatile boolean checking;
  private volatile String violation = "";

  private PackedServer(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    this.output = folder.resolve("output.txt");
    this.reading = Thread.ofVirtual().start(this::readOutput);
  }

  /// Starts the server on what is in `folder`, and waits until it listens.
  ///
  /// @param folder for its data, its settings and what it says; kept afterwards
  /// @param settings lines of the settings file, beside data folder and port
  public static PackedServer start(Path folder, String... settings) {
    return start(folder, Bounds.NONE, settings);
  }

  /// Bounds of the machine.
  ///
  /// @param options of the JVM
  /// @param largestFile in KiB; the file system refuses to let one grow beyond; 0 for no bound
  /// @param openFiles how many there may be at a time; 0 for no bound
  /// @param environment what is set in its environment
  public record Bounds(
      List<String> options, int largestFile, int openFiles, Map<String, String> environment) {
    public static final Bounds NONE = new Bounds(List.of(), 0);

    public Bounds {
      options = List.copyOf(options);
      environment = Map.copyOf(environment);
    }

    public Bounds(List<String> options, int largestFile) {
      this(options, largestFile, Map.of());
    }

    public Bounds(List<String> options, int largestFile, Map<String, String> environment) {
      this(options, largestFile, 0, environment);
    }

    public Bounds withOpenFiles(int most) {
      return new Bounds(options, largestFile, most, environment);
    }

    // A shell can lower the limit, and is then replaced by the server.
    private List<String> around(List<String> java) {
      var command = new ArrayList<String>();
      if (largestFile > 0) {
        command.addAll(lowered("-f " + largestFile));
      }
      if (openFiles > 0) {
        command.addAll(lowered("-n " + openFiles));
      }
      command.add(java.getFirst());
      command.addAll(options);
      command.addAll(java.subList(1, java.size()));
      return command;
    }
  }

  private static List<String> lowered(String limit) {
    return List.of("bash", "-c", "ulimit " + limit + " && exec \"$@\"", "-");
  }

  /// Like {@link #start(Path, String...)}, within bounds.
  public static PackedServer start(Path folder, Bounds bounds, String... settings) {
    try {
      Path temporary = emptied(folder.resolve("tmp"));
      Path file = folder.resolve("hearth.conf");
      var lines = new ArrayList<>(List.of("server.port = 0", "data.folder = data"));
      lines.addAll(List.of(settings));
      Files.write(file, lines);
      var builder = new ProcessBuilder(bounds.around(command(temporary, file)));
      builder.environment().putAll(bounds.environment());
      Process process = builder.redirectErrorStream(true).start();
      var server = new PackedServer(process, folder);
      server.await();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The result of a command of the program.
  ///
  /// @param exit its exit code
  /// @param said its standard output and standard error
  public record Ran(int exit, String said) {}

  /// Runs a command of the packed program to its end.
  ///
  /// @param output a file for what it says, which is replaced
  public static Ran command(Path output, String... words) throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(output.resolveSibling("command-tmp"));
    var line = new ArrayList<>(java(temporary));
    line.addAll(List.of(words));
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Ran(process.waitFor(), Files.readString(output));
  }

  // A server that is killed leaves the native libraries that it unpacked.
  private static Path emptied(Path temporary) throws IOException {
    Files.createDirectories(temporary);
    try (Stream<Path> left = Files.list(temporary)) {
      for (Path file : left.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    return temporary;
  }

  private static List<String> command(Path temporary, Path settings) {
    var command = new ArrayList<>(java(temporary));
    command.addAll(List.of("serve", "--config", settings.toString()));
    return command;
  }

  /// The program with the same options as in the launcher, which would first look whether to build.
  ///
  /// @param temporary a folder for temporary files
  public static List<String> java(Path temporary) {
    Path program = Path.of(System.getProperty("hearth.program", "../cli/target/hearth"));
    Path jar = program.resolve("hearth-cli.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar.toAbsolutePath() + " is missing: run ./mvnw verify");
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-ea:dev.hearth...",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseSerialGC",
        "-Xms32m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djdk.virtualThreadScheduler.parallelism=4",
        "-Djava.library.path=" + program.resolve("native"),
        "-Djava.io.tmpdir=" + temporary,
        "-jar",
        jar.toString());
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        var kept =
            Files.newBufferedWriter(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        kept.write(line);
        kept.newLine();
        kept.flush();
        checking |= line.contains(CHECKING);
        if (line.contains(VIOLATED)) {
          violation = line;
        }
        // In JSON, a slash may have a backslash before it.
        Matcher found = LISTENING.matcher(line.replace("\\/", "/"));
        if (found.find()) {
          listening.complete(URI.create(found.group(1)));
        }
        outputGrew();
      }
    } catch (IOException _) {
      // It ends with the process.
    }
    listening.completeExceptionally(new IOException("the server ended"));
    outputGrew();
  }

  private synchronized void outputGrew() {
    notifyAll();
  }

  private void await() {
    try {
      listening.get(START_SECONDS, TimeUnit.SECONDS);
      if (!checking) {
        kill();
        throw new IllegalStateException("the server does not check its assertions: " + output());
      }
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new IllegalStateException("the server did not start: " + output(), e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Where the HTTP API is, without a slash at its end.
  public URI api() {
    return listening.join();
  }

  /// Where Blaze is.
  public URI blaze() {
    return URI.create("ws://" + api().getAuthority() + "/");
  }

  /// How to add users.
  public AdminClient door() {
    return AdminClient.of(folder.resolve("data"));
  }

  /// The data folder.
  public Path data() {
    return folder.resolve("data");
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// All that it has said so far, over all its starts in this folder.
  public String output() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it has said this.
  public synchronized void awaitOutput(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    while (!output().contains(text)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0 || !reading.isAlive()) {
        throw new AssertionError("the server never said " + text + ", but " + output());
      }
      wait(left);
    }
  }

  /// Ends it as a power cut would: at once, in the middle of whatever it does.
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    requireNoViolation();
  }

  private void requireNoViolation() {
    try {
      if (!reading.join(Duration.ofSeconds(STOP_SECONDS))) {
        throw new IllegalStateException("what the server said can't be read to its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!violation.isEmpty()) {
      throw new AssertionError("the server violated an invariant: " + violation);
    }
  }

  /// Sends it a signal, such as `HUP`.
  public void signal(String name) throws IOException, InterruptedException {
    int sent =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (sent != 0) {
      throw new IllegalStateException("the server is gone: " + output());
    }
  }

  /// Waits until it has ended; returns its exit code.
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("the server did not end in " + STOP_SECONDS + " s");
    }
    return process.exitValue();
  }

  /// Asks it to stop, and waits until it has.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException("the server did not stop in " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    requireNoViolation();
  }
}
