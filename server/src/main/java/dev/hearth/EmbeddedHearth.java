package dev.hearth;

import dev.hearth.edge.command.RunningServer;
import dev.hearth.platform.Platform.DiskBound;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.Rounds;
import dev.hearth.platform.runtime.StopSignal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A whole server inside another program, such as a test: what the program runs, but stopped by
/// {@link #close} instead of a signal, and with a clock of the caller's. Any thread may call.
public final class EmbeddedHearth implements AutoCloseable {
  private final RunningServer server;
  private final CompletableFuture<Void> stopped;

  private EmbeddedHearth(RunningServer server, CompletableFuture<Void> stopped) {
    this.server = server;
    this.stopped = stopped;
  }

  /// Starts one; it accepts connections when this returns.
  ///
  /// @param settings the text of a settings file
  /// @param base where relative paths in it begin
  /// @param clock what the server takes for the time
  /// @throws dev.hearth.platform.settings.InvalidSettings when the text is wrong
  /// @throws dev.hearth.platform.runtime.StartRefused when the server can't start as things are
  public static EmbeddedHearth start(String settings, Path base, InstantSource clock) {
    return start(settings, base, clock, OnLoss.REFUSE);
  }

  /// As the other one, with time that passes as the caller says, so that what is stored gets older
  /// by it.
  public static EmbeddedHearth start(
      String settings, Path base, InstantSource clock, Rounds.Time timer) {
    return start(settings, base, clock, timer, OnLoss.REFUSE, DiskSpace.Free::around);
  }

  /// Starts one; it accepts connections when this returns.
  ///
  /// @param onLoss what to do when something that was stored is gone or damaged
  /// @throws dev.hearth.platform.settings.InvalidSettings when the text is wrong
  /// @throws dev.hearth.platform.runtime.StartRefused when the server can't start as things are
  public static EmbeddedHearth start(
      String settings, Path base, InstantSource clock, OnLoss onLoss) {
    return start(settings, base, clock, Rounds.Time.OF_MACHINE, onLoss, DiskSpace.Free::around);
  }

  /// Starts one on a disk of the caller's; it accepts connections when this returns.
  ///
  /// @param disk says what is free on it
  static EmbeddedHearth start(
      String settings,
      Path base,
      InstantSource clock,
      Rounds.Time timer,
      OnLoss onLoss,
      DiskBound.Disk disk) {
    var config = HearthConfig.parse(settings);
    var running = new CompletableFuture<RunningServer>();
    var stopped = new CompletableFuture<Void>();
    // One thread opens and closes all floors, in the one statement that keeps their order.
    Thread.ofVirtual()
        .name("hearth")
        .start(() -> {
          try (var stop = StopSignal.inside()) {
            Floors.run(
                config,
                base,
                clock,
                timer,
                onLoss,
                disk,
                stop,
                server -> {
                  running.complete(server);
                  server.stop().await();
                });
            stopped.complete(null);
          } catch (Exception | Error e) {
            running.completeExceptionally(e);
            stopped.completeExceptionally(e);
          }
        });
    return new EmbeddedHearth(await(running), stopped);
  }

  public RunningServer server() {
    return server;
  }

  /// Stops it, as SIGTERM does: what was accepted is written, connections end.
  @Override
  public void close() {
    server.stop().request();
    await(stopped);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw e;
    }
  }
}
