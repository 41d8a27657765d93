package dev.hearth;

import dev.hearth.chat.Chat;
import dev.hearth.edge.Edge;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.admin.AdminDoor;
import dev.hearth.edge.admin.AdminResources;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.runtime.StopSignal;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// A server that can be started: its settings, and what it takes from the machine unless it is told
/// otherwise. A program and a test run it the same way:
///
/// ```
/// try (var server = Hearth.of("server.port = 0", folder).start()) {
///   … server.api() …
/// }
/// ```
///
/// Several servers may run in a process, each on a data folder of its own. Any thread may call.
public final class Hearth {
  private final HearthConfig config;
  private final Path base;
  private final InstantSource clock;
  private final BackgroundTasks.Time timer;
  private final OnLoss onLoss;
  private final Platform.DiskBound.Disk disk;

  private Hearth(
      HearthConfig config,
      Path base,
      InstantSource clock,
      BackgroundTasks.Time timer,
      OnLoss onLoss,
      Platform.DiskBound.Disk disk) {
    this.config = config;
    this.base = base;
    this.clock = clock;
    this.timer = timer;
    this.onLoss = onLoss;
    this.disk = disk;
  }

  /// A server with the machine's clock and disk, which doesn't start when something that was stored
  /// is missing or damaged.
  ///
  /// @param settings the text of a settings file
  /// @param base where relative paths in it begin
  /// @throws dev.hearth.platform.settings.InvalidSettings when the text is wrong
  public static Hearth of(String settings, Path base) {
    return new Hearth(
        HearthConfig.parse(settings),
        base,
        InstantSource.system(),
        BackgroundTasks.Time.OF_MACHINE,
        OnLoss.REFUSE,
        DiskSpace.Free::around);
  }

  /// The same server with this clock.
  public Hearth withClock(InstantSource clock) {
    return new Hearth(config, base, clock, timer, onLoss, disk);
  }

  /// The same server with time that passes as the caller says, so that its background work comes
  /// due and stored data gets older.
  public Hearth withTime(BackgroundTasks.Time timer) {
    return new Hearth(config, base, clock, timer, onLoss, disk);
  }

  /// The same server, which does this when something that was stored is missing or damaged.
  public Hearth withOnLoss(OnLoss onLoss) {
    return new Hearth(config, base, clock, timer, onLoss, disk);
  }

  /// The same server on a disk of the caller's.
  Hearth withDisk(Platform.DiskBound.Disk disk) {
    return new Hearth(config, base, clock, timer, onLoss, disk);
  }

  /// How the settings want log lines written. The server itself only logs: that is for the program.
  public HearthConfig.LoggingSettings logging() {
    return config.logging();
  }

  /// The problems that would keep the server from starting with these settings, a sentence each.
  /// Looks at the machine and at files, and changes nothing.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    try {
      config.edge(base).door().tls().flatMap(PortListener::findProblem).ifPresent(problems::add);
    } catch (StartRefused refused) {
      problems.add(String.valueOf(refused.getMessage()));
    }
    config
        .sticker()
        .folder()
        .map(base::resolve)
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(folder -> problems.add("sticker.folder is not a folder: " + folder));
    return problems;
  }

  /// The data folder that the settings name.
  public Path dataFolder() {
    return base.resolve(config.data().folder());
  }

  /// Starts it; it accepts connections when this returns.
  ///
  /// @throws dev.hearth.platform.runtime.StartRefused when the server can't start as things are
  public RunningServer start() {
    return start(StopSignal.inside());
  }

  /// Starts it; it accepts connections when this returns.
  ///
  /// @param stop requested by the server itself when it can't do its work any more. The caller
  ///   closes it after the server
  /// @throws dev.hearth.platform.runtime.StartRefused when the server can't start as things are
  public RunningServer start(StopSignal stop) {
    var edgeSettings = config.edge(base);
    var running = new CompletableFuture<RunningServer>();
    // One thread opens and closes the floors, in one statement that keeps their order.
    Thread.ofVirtual().name("hearth").start(() -> run(edgeSettings, stop, running));
    return RunningServer.result(running);
  }

  /// Opens the floors from the ground up, waits for the stop, and closes them from the top down.
  private void run(
      Edge.EdgeSettings edgeSettings, StopSignal stop, CompletableFuture<RunningServer> running) {
    var closed = new CompletableFuture<Void>();
    try (var platform =
            Platform.open(
                dataFolder(),
                Chat.MIGRATIONS,
                clock,
                timer,
                onLoss,
                config.directory().url(),
                new Platform.DiskBound(disk, config.log().leaveFree().bytes()));
        var chat = Chat.open(platform, config.chat(base), Edge.encoder(edgeSettings), stop::fail);
        var edge = Edge.open(platform, chat, edgeSettings);
        var _ =
            AdminDoor.open(
                platform.folder(),
                AdminResources.of(
                    chat.directory().accounts(),
                    chat.directory().signInCodes(),
                    config.account().codeLength(),
                    chat.directory().invitations(),
                    chat.directory().pins(),
                    chat.directory().ledger(),
                    chat.media().portraits(),
                    () ->
                        edgeSettings
                            .resources()
                            .files()
                            .publicUrl()
                            .orElse(edge.address().toString()),
                    chat.backups()::backUp))) {
      running.complete(new RunningServer(edge, platform.folder(), chat, stop, closed));
      stop.await();
    } catch (UncheckedIOException e) {
      var refused =
          StartRefused.because("a file can't be used", Objects.requireNonNull(e.getCause()));
      running.completeExceptionally(refused);
      closed.completeExceptionally(refused);
    } catch (Exception | Error e) {
      running.completeExceptionally(e);
      closed.completeExceptionally(e);
    }
    closed.complete(null);
  }
}
