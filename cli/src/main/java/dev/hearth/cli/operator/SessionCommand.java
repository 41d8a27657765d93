package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.protocol.id.SessionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearth session`: the devices that users are signed in with.
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Ends sessions on a running server.",
    subcommands = SessionCommand.Revoke.class)
public final class SessionCommand {

  /// `hearth session revoke`.
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Signs a session out for good and ends its connections.")
  static final class Revoke implements Callable<Integer> {
    @Mixin private final RunningServerOptions server = new RunningServerOptions();

    @Parameters(paramLabel = "ID", description = "The session's id, as `user list` shows it.")
    private String id = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      SessionId session =
          SessionId.find(id).orElseThrow(() -> new CommandRefused(id + " is not a session id"));
      if (!server.door().delete("/sessions/" + session).path("revoked").asBoolean()) {
        throw new CommandRefused("no session " + id + " is signed in");
      }
      spec.commandLine().getErr().println("Session " + id + " is signed out.");
      return 0;
    }
  }
}
