package dev.hearth.cli.operator;

import dev.hearth.chat.Backups;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.platform.backup.KeptBackup;
import dev.hearth.platform.runtime.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearth verify`: reads everything, and says what is damaged.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a backup, or the data folder of a server that is stopped: every file against its",
      "checksum, the directory's tables, the log, how far both must reach, attachments against",
      "their names. Changes nothing.",
      "Prints what is wrong, a line each; 0 when nothing is."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "A backup, or DIR: its newest one, or a data folder.")
  private Path path = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Optional<KeptBackup> backup = KeptBackup.find(path);
    List<String> problems;
    if (backup.isPresent()) {
      problems = Backups.problems(backup.get());
    } else if (Files.exists(path.resolve("directory.db"))) {
      // Only the server that runs holds the folder; so a stopped one is opened as it would be.
      try (DataFolder folder = DataFolder.look(path)) {
        problems = Backups.problems(folder);
      }
    } else {
      throw new CommandRefused(path + " is neither a backup nor a data folder");
    }
    problems.forEach(spec.commandLine().getOut()::println);
    spec.commandLine()
        .getErr()
        .println(
            backup.map(KeptBackup::path).orElse(path)
                + (problems.isEmpty() ? " is whole" : " has " + problems.size() + " problems"));
    return problems.isEmpty() ? 0 : 1;
  }
}
