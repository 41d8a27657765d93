package dev.hearth.edge.command;

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
      "Runs a server until it is told to stop (SIGTERM or Ctrl-C).",
      "docs/configuration.md lists the settings; without a file they all have their defaults."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  private final Servers servers;

  @Option(names = "--config", paramLabel = "FILE", description = "The settings file.")
  private @Nullable Path config;

  @Option(names = "--accept-loss", description = OnLossOption.WHAT)
  private boolean acceptLoss;

  private boolean failed;

  ServeCommand(Servers servers) {
    this.servers = servers;
  }

  ServeCommand(Servers servers, @Nullable Path config) {
    this(servers);
    this.config = config;
  }

  @Override
  public Integer call() throws Exception {
    SettingsText settings = SettingsText.of(config);
    servers.run(settings.text(), settings.base(), OnLossOption.of(acceptLoss), this::serve);
    return failed ? 1 : 0;
  }

  private void serve(RunningServer server) {
    log.info("Listening on {}, data in {}", server.api(), server.folder().directory());
    server.stop().await();
    failed = server.stop().failed();
    log.info("Stopping");
  }
}
