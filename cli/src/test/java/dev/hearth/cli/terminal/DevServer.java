package dev.hearth.cli.terminal;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.cli.dev.DevPeople;
import dev.hearth.cli.dev.DevWorld;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.cli.dev.EchoBot;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A server as `hearth dev` runs it, in this JVM, with Alice, Bob and Echo, who answers.
final class DevServer implements AutoCloseable {
  private final Path folder;
  private RunningServer server;
  private DevWorld world;
  private final HearthBot echo;

  DevServer(Path folder) throws InterruptedException {
    this.folder = folder;
    start(0);
    this.echo =
        EchoBot.connect(
            world.bots().getFirst(), ClientOptions.at(server.api()), Duration.ofSeconds(20));
  }

  RunningServer server() {
    return server;
  }

  Known known(String name) {
    return world.find(name).orElseThrow();
  }

  HearthClient client(String name) {
    return HearthClient.of(known(name).keystore(), ClientOptions.at(server.api()));
  }

  /// Says something to somebody, in the open.
  void say(String from, String to, Payload.Sendable what) throws InterruptedException {
    try (var client = client(from)) {
      client.connect(message -> {});
      client.send(OutgoingMessage.of(client.conversationWith(known(to).userId()), what));
    }
  }

  void say(String from, String to, String text) throws InterruptedException {
    say(from, to, new Text(text));
  }

  /// From now on nobody knows the PIN of this person but themselves.
  void forgetPin(String name) throws IOException {
    List<Known> people =
        world.people().stream()
            .map(known -> known.name().equals(name) ? withoutPin(known) : known)
            .toList();
    var forgetful = new DevWorld(world.api(), world.blaze(), people, world.bots());
    Files.writeString(folder.resolve(DevWorld.FILE), forgetful.toJson());
  }

  private static Known withoutPin(Known known) {
    return new Known(
        known.name(),
        known.userId(),
        known.identityNumber(),
        Optional.empty(),
        known.wayIn(),
        known.keystore());
  }

  /// Stops the server; what runs on it stays.
  void stop() {
    server.close();
  }

  /// Starts it again where it was.
  void startAgain() {
    start(server.api().getPort());
  }

  @Override
  public void close() {
    echo.close();
    server.close();
  }

  private void start(int port) {
    server =
        Hearth.of(
                "server.port = %d%ndata.folder = %s%nledger.enabled = yes".formatted(port, folder),
                folder)
            .start();
    var people = new DevPeople(server);
    world = people.createPeople();
    people.leaveKeys(world);
  }
}
