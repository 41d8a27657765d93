package dev.hearth.cli;

import dev.hearth.cli.dev.DevCommand;
import dev.hearth.cli.dev.RehearseCommand;
import dev.hearth.cli.operator.AssetCommand;
import dev.hearth.cli.operator.BackupCommand;
import dev.hearth.cli.operator.BotCommand;
import dev.hearth.cli.operator.ConfigCommand;
import dev.hearth.cli.operator.InviteCommand;
import dev.hearth.cli.operator.LedgerCommand;
import dev.hearth.cli.operator.RestoreCommand;
import dev.hearth.cli.operator.ServeCommand;
import dev.hearth.cli.operator.SessionCommand;
import dev.hearth.cli.operator.UserCommand;
import dev.hearth.cli.operator.VerifyCommand;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.terminal.ChatCommand;
import dev.hearth.cli.terminal.LinkCommand;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.settings.InvalidSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// `hearth`: the program, and the list of its commands.
@Command(
    name = "hearth",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "A self-hosted messaging server that speaks the Mixin Messenger protocol.",
    footer = {
      "",
      "hearth run FILE.java runs a bot in one file, with the SDK on its class path.",
      "hearth COMMAND --help tells more about a command."
    })
public final class HearthCommand {
  private static final Map<String, Class<?>> COMMANDS = commands();

  private HearthCommand() {}

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("dev", DevCommand.class);
    commands.put("chat", ChatCommand.class);
    commands.put("serve", ServeCommand.class);
    commands.put("invite", InviteCommand.class);
    commands.put("user", UserCommand.class);
    commands.put("bot", BotCommand.class);
    commands.put("session", SessionCommand.class);
    commands.put("asset", AssetCommand.class);
    commands.put("ledger", LedgerCommand.class);
    commands.put("config", ConfigCommand.class);
    commands.put("backup", BackupCommand.class);
    commands.put("restore", RestoreCommand.class);
    commands.put("verify", VerifyCommand.class);
    commands.put("rehearse", RehearseCommand.class);
    return commands;
  }

  public static void main(String[] arguments) {
    // Files and answers must not depend on the locale: some write numbers with other digits.
    Locale.setDefault(Locale.ROOT);
    System.exit(run(arguments));
  }

  /// Runs the command that `arguments` name.
  ///
  /// @return the process's exit code: 0 when all went well, 1 when it didn't, 2 for a wrong command
  public static int run(String... arguments) {
    Optional<Callable<Integer>> plain = plainServe(List.of(arguments));
    return plain.isPresent() ? run(plain.get()) : parsed(arguments);
  }

  /// `serve` as service files spell it. Picocli's classes are older than what the JVM's cache
  /// takes: reading them, to be told of one option, would be a quarter of a start.
  private static Optional<Callable<Integer>> plainServe(List<String> words) {
    if (words.equals(List.of("serve"))) {
      return Optional.of(new ServeCommand(null));
    }
    return words.size() == 3 && words.subList(0, 2).equals(List.of("serve", "--config"))
        ? Optional.of(new ServeCommand(Path.of(words.get(2))))
        : Optional.empty();
  }

  private static int run(Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception failure) {
      List<String> lines = problemsOf(failure);
      if (lines.isEmpty()) {
        failure.printStackTrace();
      }
      lines.forEach(line -> System.err.println("hearth: " + line));
      return 1;
    }
  }

  private static int parsed(String... arguments) {
    return line(arguments)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(HearthCommand::report)
        .setParameterExceptionHandler(HearthCommand::explain)
        .execute(arguments);
  }

  /// The parser of the command that `arguments` name.
  public static CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(new HearthCommand());
    needed(arguments).forEach(line::addSubcommand);
    // It answers as the chat does, which the operator's commands don't know.
    Optional.ofNullable(line.getSubcommands().get("user"))
        .ifPresent(user -> user.addSubcommand(LinkCommand.class));
    return line;
  }

  /// The command that is named, or all: reading the annotations of those that nobody asked for
  /// would take a good part of a start.
  private static Map<String, Class<?>> needed(String... arguments) {
    return Optional.of(arguments)
        .filter(all -> all.length > 0)
        .map(all -> COMMANDS.get(all[0]))
        .<Map<String, Class<?>>>map(command -> Map.of(arguments[0], command))
        .orElse(COMMANDS);
  }

  /// Prints the problems that an operator can mend, each in a line. Any other failure is a bug, and
  /// is thrown.
  private static int report(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    List<String> lines = problemsOf(failure);
    if (lines.isEmpty()) {
      throw failure;
    }
    PrintWriter err = command.getErr();
    lines.forEach(line -> err.println("hearth: " + line));
    err.flush();
    return 1;
  }

  /// Says what is wrong with a command, rather than all that help says. Without a command, it lists
  /// the commands there are.
  private static int explain(ParameterException wrong, String... arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    if (!(wrong instanceof UnmatchedArgumentException) && !command.getSubcommands().isEmpty()) {
      command.usage(err);
    } else {
      String what = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
      String name = command.getCommandSpec().qualifiedName();
      err.println("hearth: " + what + "; see " + name + " --help");
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static List<String> problemsOf(Exception failure) {
    return switch (failure) {
      case InvalidSettings invalid -> invalid.problems();
      case StartRefused refused -> List.of(String.valueOf(refused.getMessage()));
      case CommandRefused refused -> List.of(String.valueOf(refused.getMessage()));
      default -> List.of();
    };
  }
}
