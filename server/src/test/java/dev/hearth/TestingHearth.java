package dev.hearth;

import dev.hearth.chat.account.App;
import dev.hearth.edge.admin.Registered;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.edge.command.RunningServer;
import dev.hearth.protocol.Keystore;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A whole server in this JVM: what the program runs, on a data folder of the test's.
public final class TestingHearth implements AutoCloseable {
  private final RunningServer server;
  private final CountDownLatch over;
  private final CompletableFuture<Void> stopped;

  private TestingHearth(
      RunningServer server, CountDownLatch over, CompletableFuture<Void> stopped) {
    this.server = server;
    this.over = over;
    this.stopped = stopped;
  }

  /// Starts one; it accepts connections when this returns.
  ///
  /// @param port 0 for a free one
  /// @param more lines of the settings file
  public static TestingHearth start(Path folder, int port, String... more) throws Exception {
    var running = new CompletableFuture<RunningServer>();
    var stopped = new CompletableFuture<Void>();
    var over = new CountDownLatch(1);
    String settings =
        "server.port = "
            + port
            + "\ndata.folder = "
            + folder.toAbsolutePath()
            + "\n"
            + String.join("\n", more);
    Thread.ofVirtual()
        .start(() -> {
          try {
            new Hearth()
                .run(
                    settings,
                    folder,
                    server -> {
                      running.complete(server);
                      over.await();
                    });
            stopped.complete(null);
          } catch (Exception e) {
            running.completeExceptionally(e);
            stopped.completeExceptionally(e);
          }
        });
    return new TestingHearth(running.get(30, TimeUnit.SECONDS), over, stopped);
  }

  public URI address() {
    return server.api();
  }

  public RunningServer running() {
    return server;
  }

  public Keystore person(String name) {
    return keystore(new Registration(server.chat().accounts()).person(name, KeyKind.ED25519));
  }

  public Keystore bot(String name) {
    return keystore(new Registration(server.chat().accounts()).bot(name, KeyKind.ED25519));
  }

  /// A bot that may speak for others.
  public Keystore representingBot(String name) {
    var registration = new Registration(server.chat().accounts());
    return keystore(registration.bot(name, KeyKind.ED25519, List.of(App.REPRESENT)));
  }

  private static Keystore keystore(Registered registered) {
    return registered.keystore();
  }

  /// Stops it, as SIGTERM does.
  @Override
  public void close() {
    over.countDown();
    stopped.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
