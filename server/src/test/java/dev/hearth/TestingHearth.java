package dev.hearth;

import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.account.App;
import dev.hearth.edge.admin.Registered;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.sql.Engine;
import dev.hearth.protocol.key.Keystore;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A whole server in this JVM: the same as the program runs, on a data folder of the test.
public final class TestingHearth implements AutoCloseable {
  private final RunningServer server;

  private TestingHearth(Hearth hearth) {
    this.server = hearth.start();
  }

  /// Starts one; it accepts connections when this returns.
  ///
  /// @param port 0 for a free one
  /// @param more lines of the settings file
  public static TestingHearth start(Path folder, int port, String... more) {
    return new TestingHearth(hearth(folder, port, more));
  }

  /// Starts one with a clock of the test's.
  public static TestingHearth withClock(Path folder, InstantSource clock, String... more) {
    return new TestingHearth(hearth(folder, 0, more).withClock(clock));
  }

  /// Starts one on a disk of the test's.
  ///
  /// @param free returns the free bytes of the disk
  public static TestingHearth onDisk(Path folder, DiskSpace.Free free, String... more) {
    return new TestingHearth(hearth(folder, 0, more).withDisk(_ -> free));
  }

  private static Hearth hearth(Path folder, int port, String... more) {
    return Hearth.of(settings(folder, port, more), folder);
  }

  private static String settings(Path folder, int port, String... more) {
    return "server.port = "
        + port
        + "\ndata.folder = "
        + folder.toAbsolutePath()
        + Engine.directoryUrl(folder, Chat.MIGRATIONS)
            .map(url -> "\ndirectory.url = " + url.text())
            .orElse("")
        + "\npin.hash-memory = 64 KiB\n"
        + String.join("\n", more);
  }

  /// The settings of the middle floor from a settings file with this text.
  public static Chat.ChatSettings chatSettings(String text, Path base) {
    return HearthConfig.parse(text).chat(base);
  }

  public URI address() {
    return running().api();
  }

  public RunningServer running() {
    return server;
  }

  public Keystore person(String name) {
    return keystore(
        new Registration(running().chat().directory().accounts()).person(name, KeyKind.ED25519));
  }

  public Keystore bot(String name) {
    return keystore(
        new Registration(running().chat().directory().accounts()).bot(name, KeyKind.ED25519));
  }

  /// A bot that may speak for others.
  public Keystore representingBot(String name) {
    var registration = new Registration(running().chat().directory().accounts());
    return keystore(registration.bot(name, KeyKind.ED25519, List.of(App.REPRESENT)));
  }

  private static Keystore keystore(Registered registered) {
    return registered.keystore();
  }

  /// Stops it, as SIGTERM does.
  @Override
  public void close() {
    server.close();
  }
}
