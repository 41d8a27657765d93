package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.protocol.id.Uuids;
import java.io.PrintWriter;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `hearth invite`: links by which people without an account get one on a running server.
@Command(
    name = "invite",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a link by which people make an account, and the same as a QR code.",
      "The link can't be shown again. Give it to those whom you invite and to nobody else."
    },
    subcommands = {InviteCommand.ListInvitations.class, InviteCommand.RevokeInvitation.class})
public final class InviteCommand extends ServerCommand {
  @Option(
      names = "--uses",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many accounts may be made with it (default: ${DEFAULT-VALUE}).")
  private int uses = 1;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "7",
      description = "How many days it is good (default: ${DEFAULT-VALUE}).")
  private int days = 7;

  @Option(
      names = "--contact",
      paramLabel = "NUMBER",
      description =
          "The identity number of the person or bot who invites: those who come are in contact with"
              + " them from the start.")
  private String contact = "";

  @Override
  public Integer call() {
    var wanted = JsonMapper.shared().createObjectNode().put("uses", uses).put("days", days);
    if (!contact.isEmpty()) {
      wanted.put("contact", contact);
    }
    JsonNode made = door().post("/invitations", wanted);
    String link = made.path("link").asString();
    say(
        "%sFor %s, until %s. `hearth invite revoke %s` ends it."
            .formatted(
                QrPicture.of(link),
                counted(uses, "account"),
                made.path("ends_at").asString(),
                made.path("invitation_id").asString()));
    out().println(link);
    return 0;
  }

  /// `hearth invite list`.
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists invitations, the newest first, also those that are used up or ended lately.",
        "One line for each, separated by tabs: id, good or not, accounts made, accounts that may",
        "be made, until when, the contact's identity number and name (- without a contact)."
      })
  static final class ListInvitations extends ServerCommand {
    @Override
    public Integer call() {
      PrintWriter out = out();
      for (JsonNode invitation : door().get("/invitations").path("invitations")) {
        JsonNode contact = invitation.path("contact");
        out.println(
            String.join(
                "\t",
                invitation.path("invitation_id").asString(),
                invitation.path("good").asBoolean() ? "good" : "not good",
                invitation.path("used").asString(),
                invitation.path("uses").asString(),
                invitation.path("ends_at").asString(),
                contact.isMissingNode() ? "-" : contact.path("identity_number").asString(),
                contact.isMissingNode() ? "-" : nameOf(contact)));
      }
      out.flush();
      return 0;
    }
  }

  /// `hearth invite revoke`.
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends an invitation: nobody makes an account with it any more.")
  static final class RevokeInvitation extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "The invitation's id, as `invite list` shows it.")
    private String id = "";

    @Override
    public Integer call() {
      UUID invitation =
          Uuids.find(id)
              .orElseThrow(() -> new CommandRefused(id + " is not the id of an invitation"));
      if (!door().delete("/invitations/" + invitation).path("revoked").asBoolean()) {
        throw new CommandRefused("no invitation " + id + " is good any more");
      }
      say("Invitation " + id + " has ended.");
      return 0;
    }
  }
}
