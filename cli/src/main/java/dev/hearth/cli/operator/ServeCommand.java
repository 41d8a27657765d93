package dev.hearth.cli.operator;

import dev.hearth.Hearth;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.LogOutput;
import dev.hearth.cli.option.OnLossOption;
import dev.hearth.platform.runtime.ProcessSignals;
import dev.hearth.platform.runtime.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth serve`: the server for people who rely on it.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a server until it is told to stop (SIGTERM or Ctrl-C), which ends it with 0.",
      "SIGHUP has it read the certificate and the levels of log lines again.",
      "docs/configuration.md lists the settings; without a file they all have their defaults, and",
      "the data are in hearth/server in the user's state folder."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(names = "--config", paramLabel = "FILE", description = "The settings file.")
  private @Nullable Path config;

  @Option(names = "--accept-loss", description = OnLossOption.WHAT)
  private boolean acceptLoss;

  /// For picocli.
  ServeCommand() {}

  public ServeCommand(@Nullable Path config) {
    this.config = config;
  }

  @Override
  public Integer call() {
    if (config == null) {
      requireNoOlderData(Path.of("data").toAbsolutePath());
    }
    String settings = SettingsOption.text(config);
    var hearth =
        Hearth.of(settings, SettingsOption.base(config)).withOnLoss(OnLossOption.of(acceptLoss));
    LogOutput.apply(hearth.logging());
    var reloading = new Reloading(config, settings);
    // Before the start: the JVM ends at a signal that nobody hears.
    var _ = ProcessSignals.hear("HUP", reloading::reload);
    try (var stop = StopSignal.listen();
        var server = hearth.start(stop)) {
      reloading.serves(server);
      if (Hearth.class.desiredAssertionStatus()) {
        LOG.info("Assertions are on (-ea), as tests want them: the server is slower");
      }
      LOG.info("Listening on {}, data in {}", server.api(), server.folder().directory());
      stop.await();
      LOG.info("Stopping");
      return stop.failed() ? 1 : 0;
    }
  }

  /// Without settings, the data used to be in the folder where the command was given. An empty
  /// server in their place would look as if everything were lost.
  private static void requireNoOlderData(Path older) {
    if (Files.exists(older.resolve("folder.id"))) {
      throw new CommandRefused(
          older
              + " holds the data of a server: write data.folder = "
              + older
              + " into a settings file, and name that with --config");
    }
  }
}
