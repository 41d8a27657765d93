package dev.hearth.cli.operator;

import dev.hearth.Hearth;
import dev.hearth.HearthConfig;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.platform.settings.InvalidSettings;
import dev.hearth.platform.settings.SettingsFile;
import dev.hearth.platform.settings.SettingsTemplate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearth config`: the settings file, without a server.
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks a settings file, or writes one to begin with.",
    subcommands = {ConfigCommand.CheckConfig.class, ConfigCommand.InitConfig.class})
public final class ConfigCommand {

  /// `hearth config check`.
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Says everything that is wrong with a settings file, a line each, and ends with 1.",
        "When nothing is, it prints all settings as a settings file: those that have their",
        "default are comments, and secrets are hidden."
      })
  static final class CheckConfig implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "The settings file.")
    private @Nullable Path config;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      String text = SettingsOption.text(config);
      var problems = Hearth.of(text, SettingsOption.base(config)).problems();
      if (!problems.isEmpty()) {
        throw new InvalidSettings(problems);
      }
      PrintWriter out = spec.commandLine().getOut();
      for (var setting : SettingsFile.effective(HearthConfig.class, text)) {
        String line = setting.key() + " = " + setting.value();
        out.println((setting.isDefault() ? "#" : "") + line.stripTrailing());
      }
      out.flush();
      return 0;
    }
  }

  /// `hearth config init`.
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = {
        "Writes a settings file with every setting, its meaning and its default, as comments.",
        "A file that is there stays as it is."
      })
  static final class InitConfig implements Callable<Integer> {
    private static final List<String> HEAD =
        List.of(
            "The settings of a Hearth server: hearth serve --config FILE",
            "Take the # away in front of a setting to change it; hearth config check --config FILE"
                + " says whether it is right. Only the owner can read this file, for it may hold"
                + " secrets: that has to be the user whom the server runs as.");

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        defaultValue = "hearth.conf",
        description = "The file to write (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("hearth.conf");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      String text = SettingsTemplate.of(HearthConfig.class, HEAD);
      try (var channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (FileAlreadyExistsException e) {
        throw new CommandRefused(file + " is there already, and stays as it is");
      } catch (IOException e) {
        throw new CommandRefused(file + " can't be written: " + e);
      }
      spec.commandLine().getErr().println("The settings are in " + file + ", all as comments.");
      return 0;
    }
  }
}
