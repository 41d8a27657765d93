package dev.hearth.cli.operator;

import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `hearth ledger`: whether the ledger of a running server adds up, and all that is in it.
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks and exports the ledger of a running server.",
    subcommands = {LedgerCommand.VerifyLedger.class, LedgerCommand.Export.class})
public final class LedgerCommand {

  /// `hearth ledger verify`.
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Reads all of the ledger and says whether it adds up: the two sides of each transfer,",
        "each balance with its changes, and each asset with what was issued. Ends with 1 if not."
      })
  static final class VerifyLedger extends ServerCommand {
    @Override
    public Integer call() {
      JsonNode books = door().get("/ledger/books");
      for (JsonNode fault : books.path("faults")) {
        out().println(fault.asString());
      }
      out().flush();
      String read =
          "%s, %s, %s and %s"
              .formatted(
                  counted(books.path("assets").asLong(), "asset"),
                  counted(books.path("accounts").asLong(), "balance"),
                  counted(books.path("transfers").asLong(), "transfer"),
                  counted(books.path("snapshots").asLong(), "snapshot"));
      boolean balanced = books.path("faults").isEmpty();
      say(balanced ? read + " add up." : read + " do not add up.");
      return balanced ? 0 : 1;
    }
  }

  /// `hearth ledger export`.
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Lists all transfers, the oldest first, one line for each, separated by tabs: time,",
        "trace id, payer (- when it was issued), payee, asset id, amount, memo."
      })
  static final class Export extends ServerCommand {
    @Override
    public Integer call() {
      AdminClient door = door();
      String after = "0";
      JsonNode page = page(door, after);
      while (!page.isEmpty()) {
        for (JsonNode transfer : page) {
          out().println(line(transfer));
          after = transfer.path("position").asString();
        }
        page = page(door, after);
      }
      out().flush();
      return 0;
    }

    private static JsonNode page(AdminClient door, String after) {
      return door.get("/ledger/transfers?after=" + after).path("transfers");
    }

    private static String line(JsonNode transfer) {
      var fields =
          List.of(
              transfer.path("created_at").asString(),
              transfer.path("trace_id").asString(),
              transfer.path("issued").asBoolean() ? "-" : transfer.path("payer_id").asString(),
              transfer.path("payee_id").asString(),
              transfer.path("asset_id").asString(),
              transfer.path("amount").asString(),
              printable(transfer.path("memo").asString()));
      return String.join("\t", fields);
    }
  }
}
