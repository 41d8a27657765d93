package dev.hearth.cli.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `hearth bot`: bots of a running server.
@Command(
    name = "bot",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Adds bots to a running server.",
    subcommands = BotCommand.AddBot.class)
public final class BotCommand {

  /// `hearth bot add`.
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Adds a bot and prints its keystore, as bot SDKs read it.",
        "Keep it, it can't be had again: `hearth bot add Weather > keystore.json`."
      })
  static final class AddBot extends ServerCommand {
    @Parameters(paramLabel = "NAME", description = "The bot's name.")
    private String name = "";

    @Option(
        names = "--format",
        description =
            "The keystore's fields: ${COMPLETION-CANDIDATES} (default: both, which all SDKs read).")
    private KeystoreFormat format = KeystoreFormat.both;

    @Option(names = "--rsa", description = "With an RSA key, for clients that know no Ed25519.")
    private boolean rsa;

    @Option(
        names = "--represent",
        description =
            "It may speak for others (representative_id): those it talks to see them as sender.")
    private boolean represent;

    @Option(
        names = "--encrypted",
        description = "Apps encrypt what people say to it (ENCRYPTED_…); its SDK must read that.")
    private boolean encrypted;

    @Option(
        names = "--safe",
        description = "It learns of transfers by SYSTEM_SAFE_SNAPSHOT, as bots since 2023 do.")
    private boolean safe;

    @Override
    public Integer call() {
      var wanted =
          JsonMapper.shared()
              .createObjectNode()
              .put("name", name)
              .put("bot", true)
              .put("rsa", rsa)
              .put("represent", represent)
              .put("encrypted", encrypted)
              .put("safe", safe);
      addUser(wanted, format);
      return 0;
    }
  }
}
