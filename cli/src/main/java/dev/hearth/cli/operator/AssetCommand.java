package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `hearth asset`: what users of a running server can transfer to each other.
@Command(
    name = "asset",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Adds and issues assets of a running server's ledger: points, credits and the like.",
      "An asset is your promise, nothing else. The server needs ledger.enabled = yes."
    },
    subcommands = {
      AssetCommand.AddAsset.class,
      AssetCommand.Issue.class,
      AssetCommand.ListAssets.class,
      AssetCommand.Retire.class
    })
public final class AssetCommand {
  private static final String SYMBOL = "[A-Za-z0-9]{1,16}";

  /// `hearth asset add`.
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds an asset. Nobody has any of it until you issue some.")
  static final class AddAsset extends ServerCommand {
    @Parameters(paramLabel = "SYMBOL", description = "1 to 16 capital letters and digits: POINTS.")
    private String symbol = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Default: the symbol.")
    private String name = "";

    @Option(
        names = "--precision",
        paramLabel = "DIGITS",
        description = "Digits behind the decimal point, 0 to 8 (default: 0).")
    private int precision;

    @Option(names = "--icon", paramLabel = "FILE", description = "A picture: PNG, JPEG or GIF.")
    private @Nullable Path icon;

    @Override
    public Integer call() {
      var wanted =
          JsonMapper.shared()
              .createObjectNode()
              .put("symbol", symbol)
              .put("name", name)
              .put("precision", precision);
      if (icon != null) {
        wanted.put("icon_base64", Base64.getEncoder().encodeToString(bytes(icon)));
      }
      JsonNode asset = door().post("/assets", wanted);
      say("%s is asset %s.".formatted(symbolOf(asset), asset.path("asset_id").asString()));
      return 0;
    }

    private static byte[] bytes(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new CommandRefused(file + " can't be read: " + e.getMessage());
      }
    }
  }

  /// `hearth asset issue`.
  @Command(
      name = "issue",
      mixinStandardHelpOptions = true,
      description = {
        "Gives a user more of an asset; its supply grows by that.",
        "With the same --trace, it is issued once, however often you repeat the command."
      })
  static final class Issue extends ServerCommand {
    @Parameters(paramLabel = "SYMBOL", description = "The asset's symbol.")
    private String symbol = "";

    @Parameters(paramLabel = "AMOUNT", description = "How much, such as 1000 or 2.5.")
    private String amount = "";

    @Option(
        names = "--to",
        required = true,
        paramLabel = "NUMBER",
        description = "The identity number of who gets it, see `user list`.")
    private String to = "";

    @Option(names = "--memo", paramLabel = "TEXT", description = "A note for the user.")
    private String memo = "";

    @Option(names = "--trace", paramLabel = "UUID", description = "Its id (default: a new one).")
    private @Nullable String trace;

    @Override
    public Integer call() {
      var wanted =
          JsonMapper.shared()
              .createObjectNode()
              .put("to", to)
              .put("amount", amount)
              .put("memo", memo);
      if (trace != null) {
        wanted.put("trace_id", trace);
      }
      JsonNode issued = door().post(pathOf(symbol) + "/issues", wanted);
      say(
          "%s has got %s %s, and has %s now. The supply is %s."
              .formatted(
                  nameOf(issued),
                  issued.path("amount").asString(),
                  symbol.toUpperCase(Locale.ROOT),
                  issued.path("balance").asString(),
                  issued.path("supply").asString()));
      return 0;
    }
  }

  /// `hearth asset list`.
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the assets, one line for each, separated by tabs:",
        "symbol, asset id, precision, supply, whether it is retired, name."
      })
  static final class ListAssets extends ServerCommand {
    @Override
    public Integer call() {
      for (JsonNode asset : door().get("/assets").path("assets")) {
        out()
            .println(
                String.join(
                    "\t",
                    symbolOf(asset),
                    asset.path("asset_id").asString(),
                    asset.path("precision").asString(),
                    asset.path("supply").asString(),
                    asset.path("retired").asBoolean() ? "retired" : "-",
                    nameOf(asset)));
      }
      out().flush();
      return 0;
    }
  }

  /// `hearth asset retire`.
  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = "Ends transfers of an asset for good. Balances stay as they are.")
  static final class Retire extends ServerCommand {
    @Parameters(paramLabel = "SYMBOL", description = "The asset's symbol.")
    private String symbol = "";

    @Override
    public Integer call() {
      JsonNode asset = door().delete(pathOf(symbol));
      say(symbolOf(asset) + " is retired: nobody can transfer it any more.");
      return 0;
    }
  }

  private static String symbolOf(JsonNode asset) {
    return asset.path("symbol").asString();
  }

  private static String pathOf(String symbol) {
    if (!symbol.matches(SYMBOL)) {
      throw new CommandRefused("a symbol is 1 to 16 letters and digits");
    }
    return "/assets/" + symbol;
  }
}
