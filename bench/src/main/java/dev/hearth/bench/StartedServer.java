package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server of our own: a process of its own, with a new data folder and a free port, for as long
/// as a run takes.
final class StartedServer implements World {
  // It may have to be built first.
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofSeconds(15);
  private static final Pattern LISTENING = Pattern.compile("Listening on (http://\\S+?),? ");

  /// One machine does what many users do elsewhere.
  private static final List<String> GENEROUS =
      List.of(
          "conversation.most-members = 10000",
          "allowance.sending = 900000000 then 900000000/s",
          "allowance.acknowledgements = 900000000 then 900000000/s",
          "allowance.listings = 1000000 then 1000000/s",
          "allowance.strangers = 10000000 then 1000000/s",
          "allowance.group-notices = 900000000 then 900000000/s",
          "allowance.undelivered = 1000 GiB then 100 MiB/s",
          "allowance.changes = 900000000 then 900000000/s",
          "allowance.requests = 900000000 then 900000000/s");

  private final Process process;
  private final Path folder;
  private final boolean keep;
  private final Server server;

  private StartedServer(Process process, Path folder, boolean keep, Server server) {
    this.process = process;
    this.folder = folder;
    this.keep = keep;
    this.server = server;
  }

  /// On a new data folder.
  ///
  /// @param launcher the `hearth` of this project
  /// @param settings more lines for the server's settings file
  /// @param keep whether the data stays
  static StartedServer start(Path launcher, List<String> settings, boolean keep) {
    StartedServer started = startIn(newFolder(), launcher, settings, keep);
    if (keep) {
      System.err.println("bench: the server's data stays in " + started.folder);
    }
    return started;
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory("hearth-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Like {@link #start}, in a folder that may have seen a server before.
  static StartedServer startIn(Path folder, Path launcher, List<String> settings, boolean keep) {
    List<String> all = new ArrayList<>(GENEROUS);
    all.addAll(settings);
    return startIn(folder, launcher, all, "", keep);
  }

  /// With the bounds that a server usually has, and those that `settings` say.
  ///
  /// @param javaOptions for the server's JVM, separated by spaces
  static StartedServer startBounded(
      Path launcher, List<String> settings, String javaOptions, boolean keep) {
    return startIn(newFolder(), launcher, settings, javaOptions, keep);
  }

  private static StartedServer startIn(
      Path folder, Path launcher, List<String> settings, String javaOptions, boolean keep) {
    try {
      Path file = folder.resolve("hearth.conf");
      Files.writeString(
          file,
          """
          data.folder = %s
          server.port = 0
          logging.levels = audit warn
          %s
          """
              .formatted(folder.resolve("data"), String.join("\n", settings)));
      var builder =
          new ProcessBuilder(launcher.toString(), "serve", "--config", file.toString())
              .redirectErrorStream(true);
      if (!javaOptions.isEmpty()) {
        builder
            .environment()
            .merge("HEARTH_JAVA_OPTIONS", javaOptions, (had, own) -> own + " " + had);
      }
      Process process = builder.start();
      URI api = listening(process);
      AdminClient door = AdminClient.read(folder.resolve("data").resolve(AdminClient.FILE));
      return new StartedServer(process, folder, keep, new Server(api, door, process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The address on which the server says it listens. Its output goes to our standard error.
  private static URI listening(Process process) {
    var said = new CompletableFuture<URI>();
    Thread.ofVirtual().start(() -> relay(process, said));
    try {
      return said.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Violation("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new Violation("the server did not start", e);
    }
  }

  private static void relay(Process process, CompletableFuture<URI> listening) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.err.println("server: " + line);
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          listening.complete(URI.create(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      listening.completeExceptionally(e);
    }
    listening.completeExceptionally(new Violation("the server stopped"));
  }

  /// Tells where its local door is.
  Path admin() {
    return folder.resolve("data").resolve(AdminClient.FILE);
  }

  @Override
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public ProcessUsage process() {
    return server.process();
  }

  @Override
  public Heap heap() {
    return server.heap();
  }

  @Override
  public List<Person> people(int count) {
    return server.people(count);
  }

  @Override
  public ConversationId contact(Person one, Person other) {
    return server.contact(one, other);
  }

  @Override
  public ConversationId group(Person owner, List<Person> others) {
    return server.group(owner, others);
  }

  @Override
  public double logEntries() {
    return server.logEntries();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Violation("the server did not stop in " + STOP.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (!keep) {
      remove(folder);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
