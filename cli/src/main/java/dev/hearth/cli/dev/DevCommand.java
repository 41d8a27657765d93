package dev.hearth.cli.dev;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import dev.hearth.cli.option.LogOutput;
import dev.hearth.cli.option.OnLossOption;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.SecretFile;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.runtime.StopSignal;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthBot;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `hearth dev`: a server to try things on.
@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a server on this machine, for trying out clients and bots, until Ctrl-C.",
      "On it are Alice and Bob, who know each other, and Echo, a bot that answers; each has some"
          + " Ember, an asset to pay with.",
      "Its data is kept between runs."
    })
public final class DevCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 8480;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen on (default: 8480, or a free one when it is taken).")
  private @Nullable Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (default: hearth/dev in the user's state folder).")
  private @Nullable Path data;

  @Option(names = "--accept-loss", description = OnLossOption.WHAT)
  private boolean acceptLoss;

  @Option(names = "--fresh", description = "Empty the data folder first.")
  private boolean fresh;

  @Option(
      names = "--ready",
      paramLabel = "FILE",
      description =
          "Once the server accepts connections and Echo is connected, write where it is and who is"
              + " on it, with their keystores and PINs, as JSON.")
  private @Nullable Path ready;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    LogOutput.showRefusals();
    Path folder = data == null ? Folders.dev() : data;
    if (ready != null) {
      prepare(ready.toAbsolutePath());
    }
    if (fresh) {
      DataFolder.empty(folder);
    }
    try (var stop = StopSignal.listen();
        var server = start(folder, stop)) {
      serve(server);
    }
    return 0;
  }

  /// Removes what is left of an earlier run, which nobody should take for this one's.
  private static void prepare(Path ready) {
    try {
      Files.deleteIfExists(ready);
    } catch (IOException e) {
      throw new CommandRefused(ready + " can't be replaced: " + e);
    }
    if (!Files.isWritable(ready.resolveSibling(""))) {
      throw new CommandRefused(ready + " can't be written: its folder is not there, or not yours");
    }
  }

  private RunningServer start(Path folder, StopSignal stop) throws IOException {
    try {
      return hearth(folder, port()).start(stop);
    } catch (StartRefused refused) {
      if (port != null || !(refused.getCause() instanceof BindException)) {
        throw refused;
      }
      return hearth(folder, 0).start(stop); // Another server took the usual port meanwhile.
    }
  }

  private Hearth hearth(Path folder, int port) {
    // A slow hash would protect nothing here: everybody knows the PINs.
    String settings =
        "server.port = %d%ndata.folder = %s%nledger.enabled = yes%npin.hash-memory = 64 KiB%n"
            .formatted(port, folder.toAbsolutePath());
    return Hearth.of(settings, Path.of("").toAbsolutePath())
        .withOnLoss(OnLossOption.of(acceptLoss));
  }

  /// Clients and bots find the server again after it was started anew.
  private int port() {
    if (port != null) {
      return port;
    }
    try (var _ = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
      return USUAL_PORT;
    } catch (IOException taken) {
      return 0;
    }
  }

  private void serve(RunningServer server) throws Exception {
    var people = new DevPeople(server);
    DevWorld world = people.createPeople();
    try (var _ = connectEcho(world)) {
      if (ready != null) {
        SecretFile.write(ready.toAbsolutePath(), world.toJson());
      }
      greet(world, server);
      // Nobody needs them within the second that this takes.
      Thread keys = Thread.ofVirtual().name("dev-keys").start(() -> people.leaveKeys(world));
      server.stop().await();
      keys.join();
    }
  }

  /// Echo, over a real connection.
  static HearthBot connectEcho(DevWorld world) throws InterruptedException {
    return EchoBot.connect(
        world.find("Echo").orElseThrow(), ClientOptions.at(world.api()), Duration.ofSeconds(20));
  }

  private void greet(DevWorld world, RunningServer server) {
    PrintWriter out = spec.commandLine().getOut();
    String named = data == null ? "" : " --data " + server.folder().directory();
    out.printf("Hearth listens on %s (Blaze: %s)%n", world.api(), world.blaze());
    world
        .people()
        .forEach(known -> out.printf("  %-6s %s%n", known.name(), known.identityNumber()));
    world
        .bots()
        .forEach(known -> out.printf("  %-6s %s, a bot%n", known.name(), known.identityNumber()));
    out.printf("Each of them was given 1,000 Ember to pay with, and the PIN %s.%n", DevPeople.PIN);
    out.printf("Data: %s%n%n", server.folder().directory());
    out.printf("In a browser, in two windows:%n");
    world
        .people()
        .forEach(known ->
            world
                .findLink(known)
                .ifPresent(link -> out.printf("  as %-5s %s%n", known.name(), link)));
    out.printf("In a second terminal:%n");
    out.printf(
        "  ./hearth chat --as alice --with echo%s       talk to the bot, and pay it:%n", named);
    out.printf("  /pay 5 ember                               in there; Echo gives it back%n");
    out.printf("  ./hearth bot add Weather%s > keystore.json   make a bot of your own%n", named);
    out.flush();
  }
}
