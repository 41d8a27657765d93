package dev.hearth.cli.dev;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.chat.message.log.rocksdb.NativeLibrary;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.platform.runtime.StopSignal;
import dev.hearth.platform.sql.sqlite.SqliteLibrary;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hearth rehearse`: what the launcher runs once after a build, so that later starts are short.
/// The JVM records which classes a start and a first message need.
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    hidden = true,
    description = "Starts a server and says hello, for the JVM to learn what a start needs.")
public final class RehearseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Where to put native libraries.")
  private Path nativeLibraries = Path.of("");

  @Override
  public Integer call() throws Exception {
    NativeLibrary.unpack(nativeLibraries);
    SqliteLibrary.unpack(nativeLibraries);
    Path folder = Files.createTempDirectory("hearth-rehearsal");
    try {
      String settings = "server.port = 0\nledger.enabled = yes\ndata.folder = " + folder;
      try (var stop = StopSignal.listen();
          var server = Hearth.of(settings, folder).start(stop)) {
        sayHello(server);
      }
    } finally {
      remove(folder);
    }
    return 0;
  }

  /// Alice says hello to Bob and to Echo, and Echo answers.
  private static void sayHello(RunningServer server) throws Exception {
    var people = new DevPeople(server);
    DevWorld world = people.createPeople();
    people.leaveKeys(world);
    var alice = world.find("Alice").orElseThrow();
    var answered = new CountDownLatch(1);
    try (var _ = DevCommand.connectEcho(world);
        var store = ChatStore.open(server.folder().directory(), alice.keystore().sessionId());
        var client = HearthClient.of(alice.keystore(), store, ClientOptions.at(world.api()))) {
      client.connect(message -> answered.countDown());
      for (String name : List.of("Bob", "Echo")) {
        var other = world.find(name).orElseThrow().userId();
        client.say(client.conversationWith(other), new Text("Hello"));
      }
      if (!answered.await(20, TimeUnit.SECONDS)) {
        throw new CommandRefused("Echo doesn't answer");
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var inside = Files.walk(folder)) {
      inside
          .sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
