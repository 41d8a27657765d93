package dev.hearth.cli.operator;

import dev.hearth.chat.Backups;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.platform.backup.KeptBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearth restore`: makes a data folder of a backup.
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a new data folder of a backup, after it has checked every file of it.",
      "Start the server on it then: `hearth serve` with `data.folder`."
    })
public final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BACKUP", description = "A backup, or DIR: its newest one.")
  private Path from = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder that is made; nothing may be there yet.")
  private Path data = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    KeptBackup backup = find(from);
    List<String> problems = Backups.problems(backup);
    if (!problems.isEmpty()) {
      throw new CommandRefused(
          backup.path() + " is damaged: " + problems.getFirst() + more(problems));
    }
    try {
      Backups.restore(backup, data, InstantSource.system());
    } catch (IOException e) {
      throw new CommandRefused("not restored: " + e.getMessage());
    }
    spec.commandLine()
        .getErr()
        .println(
            data
                + " is what "
                + backup.path()
                + " has: everything accepted before "
                + backup.mark());
    return 0;
  }

  static KeptBackup find(Path path) throws IOException {
    return KeptBackup.find(path)
        .orElseThrow(() -> new CommandRefused(path + " is not a backup, and holds none"));
  }

  private static String more(List<String> problems) {
    return problems.size() == 1
        ? ""
        : ", and " + (problems.size() - 1) + " more; see hearth verify";
  }
}
