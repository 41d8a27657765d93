package dev.hearth.cli.operator;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `hearth backup`: copies everything while the server runs.
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Backs a running server up into a new folder in DIR, and prints which.",
      "All that was accepted before the command is in it. Files that the backup before it holds too",
      "cost no room; each backup is whole by itself."
    })
public final class BackupCommand implements Callable<Integer> {
  @Mixin private final RunningServerOptions server = new RunningServerOptions();

  @Parameters(paramLabel = "DIR", description = "Where backups are kept; nothing else is in it.")
  private Path keep = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var wanted =
        JsonMapper.shared().createObjectNode().put("folder", keep.toAbsolutePath().toString());
    var made = server.door().postPatiently("/backups", wanted);
    spec.commandLine().getOut().println(made.path("path").asString());
    return 0;
  }
}
