package dev.hearth.cli.operator;

import dev.hearth.Hearth;
import dev.hearth.HearthConfig;
import dev.hearth.RunningServer;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.LogOutput;
import dev.hearth.edge.PortListener.Renewal;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.platform.settings.InvalidSettings;
import dev.hearth.platform.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work that SIGHUP asks for: the settings file is read again for the levels of log lines, and
/// the certificate's files for connections that come from now on. No connection ends, and whatever
/// can't be used changes nothing. One thread at a time.
final class Reloading {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);
  private static final List<String> AT_ONCE = List.of("logging.level", "logging.levels");

  private final @Nullable Path config;
  private final String startedWith;
  private @Nullable RunningServer server;

  /// @param startedWith the text of the settings that the server runs with
  Reloading(@Nullable Path config, String startedWith) {
    this.config = config;
    this.startedWith = startedWith;
  }

  synchronized void serves(RunningServer running) {
    server = running;
  }

  synchronized void reload() {
    if (server == null) {
      LOG.warn("SIGHUP came before the server listened: nothing was read again");
      return;
    }
    readSettings();
    switch (server.renewCertificate()) {
      case Renewal.Renewed(var ends) -> {
        LOG.info("The certificate was read again; it is valid until {}", ends);
        Audit.done("certificate-read", Audit.By.HANG_UP, "ends", ends);
      }
      case Renewal.Refused(var why) ->
          LOG.error("The certificate was not read again, the one before stays: {}", why);
      case Renewal.WithoutTls() -> {}
    }
  }

  private void readSettings() {
    try {
      String text = SettingsOption.text(config);
      var logging = Hearth.of(text, SettingsOption.base(config)).logging();
      LogOutput.applyLevels(logging);
      LOG.info("Log lines are written from level {} on", logging.level());
      Audit.done("levels-read", Audit.By.HANG_UP, "level", logging.level());
      var waiting =
          SettingsFile.differing(HearthConfig.class, startedWith, text).stream()
              .filter(key -> !AT_ONCE.contains(key))
              .toList();
      if (!waiting.isEmpty()) {
        LOG.warn("These settings have changed and are used from the next start on: {}", waiting);
      }
    } catch (InvalidSettings wrong) {
      wrong
          .problems()
          .forEach(problem -> LOG.error("The settings were not read again: {}", problem));
    } catch (CommandRefused refused) {
      LOG.error("The settings were not read again: {}", refused.getMessage());
    }
  }
}
