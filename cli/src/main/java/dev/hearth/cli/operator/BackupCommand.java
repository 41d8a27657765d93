package dev.hearth.cli.operator;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
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
public final class BackupCommand extends ServerCommand {
  @Parameters(paramLabel = "DIR", description = "Where backups are kept; nothing else is in it.")
  private Path keep = Path.of("");

  @Override
  public Integer call() {
    var wanted =
        JsonMapper.shared().createObjectNode().put("folder", keep.toAbsolutePath().toString());
    var made = door().postPatiently("/backups", wanted);
    out().println(made.path("path").asString());
    return 0;
  }
}
