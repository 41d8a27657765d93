package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.protocol.id.SessionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
  static final class Revoke extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "The session's id, as `user list` shows it.")
    private String id = "";

    @Override
    public Integer call() {
      SessionId session =
          SessionId.find(id).orElseThrow(() -> new CommandRefused(id + " is not a session id"));
      if (!door().delete("/sessions/" + session).path("revoked").asBoolean()) {
        throw new CommandRefused("no session " + id + " is signed in");
      }
      say("Session " + id + " is signed out.");
      return 0;
    }
  }
}
