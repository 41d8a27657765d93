package dev.hearth.cli.terminal;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import dev.hearth.cli.option.LogOutput;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.User;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `hearth chat`: conversations in the terminal.
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    description = {
      "Chats in the terminal: as somebody on the server that `hearth dev` runs, or with a keystore"
          + " on any server.",
      "It sends each entry that you type; an entry gets a tick when the server has it, two when it"
          + " was delivered, and says so when it was read. Text may be pasted; Alt-Enter, or \\"
          + " before Enter, begins another line of the same entry. Messages that came in since the"
          + " last time are shown first.",
      "Between people all of it is encrypted from end to end; /verify shows by which number to make"
          + " sure of that, /send FILE sends a file, /pay pays where the server has a ledger, /help"
          + " tells the rest. Commands that the chat"
          + " does not know are for bots. Ctrl-D ends it.",
      "Lines may be piped in: then there is a line for each tick. The exit code is 0 when the"
          + " server took all of them."
    })
public final class ChatCommand implements Callable<Integer> {
  private final Supplier<Terminal> terminals;

  @ArgGroup(multiplicity = "1")
  private Who who = new Who();

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data folder of `hearth dev` (default: hearth/dev in the user's state folder); with"
              + " --keystore, where the device's keys and messages are kept, in `chat/` (default:"
              + " hearth in the user's state folder).")
  private @Nullable Path data;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Where the server is, such as https://chat.example.org (default with --as: where `hearth"
              + " dev` last ran on that folder).")
  private @Nullable URI server;

  @Option(
      names = "--phone",
      paramLabel = "NUMBER",
      description =
          "Sign in with a code first, as the person with this identity number, and write the"
              + " keystore to the file of --keystore. Other devices are signed out.")
  private @Nullable String phone;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "The code that `hearth user code` has printed, for --phone.")
  private @Nullable String code;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = Wait.class,
      description =
          "How long to wait for ticks and answers after the last line (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofSeconds(2);

  /// As whom.
  static final class Who {
    @Option(names = "--as", paramLabel = "NAME", description = "Be this person of `hearth dev`.")
    private @Nullable String as;

    @Option(
        names = "--keystore",
        paramLabel = "FILE",
        description =
            "Be the person or bot of this keystore, as `hearth user add` prints it, on the server"
                + " of --server.")
    private @Nullable Path keystore;
  }

  /// With whom, or where.
  static final class Where {
    @Option(
        names = "--with",
        paramLabel = "NAME",
        description = "The person to talk to: a name, or an identity number.")
    private @Nullable String with;

    @Option(
        names = "--in",
        paramLabel = "GROUP",
        description =
            "The group to talk in. When there is none, it is made: with --as of everybody you know,"
                + " with --keystore of you alone.")
    private @Nullable String in;
  }

  ChatCommand() {
    this(Terminal::ofProcess);
  }

  ChatCommand(Supplier<Terminal> terminals) {
    this.terminals = terminals;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    // The chat itself says what a person needs to know of the connection.
    LogOutput.showErrorsOnly();
    ChatAccount account = account();
    try (var _ = account.reserve();
        var store = account.openStore();
        var client = client(account, store)) {
      return chat(client, store, account);
    } catch (HearthException e) {
      throw ChatAccount.refused(e, account.options());
    }
  }

  private ChatAccount account() {
    if (who.keystore == null) {
      if (phone != null || code != null) {
        throw new CommandRefused("--phone and --code want the --keystore FILE to write");
      }
      Path folder = data == null ? Folders.dev() : data;
      return ChatAccount.onDevServer(String.valueOf(who.as), folder, Optional.ofNullable(server));
    }
    if (server == null) {
      throw new CommandRefused("--keystore wants --server URL, where the account is");
    }
    Path folder = data == null ? Folders.state() : data;
    if (phone != null && code != null) {
      return ChatAccount.signIn(phone, code, who.keystore, server, folder);
    }
    if (phone != null || code != null) {
      throw new CommandRefused("--phone and --code go together");
    }
    return ChatAccount.of(who.keystore, server, folder);
  }

  /// Only people have an identity of their own for encryption.
  private static HearthClient client(ChatAccount account, ClientStore store) {
    try (var client = HearthClient.of(account.keystore(), account.options())) {
      if (client.api().me().bot()) {
        return HearthClient.of(account.keystore(), account.options().forBot());
      }
    }
    return HearthClient.of(account.keystore(), store, account.options());
  }

  private int chat(HearthClient client, ClientStore store, ChatAccount account)
      throws InterruptedException {
    var names = new Names(client.api(), client.user());
    account.acquaintances().forEach(known -> names.add(known.userId(), known.name()));
    var history = new ChatHistory(store);
    ChatRoom room = room(client, names, account);
    try (var terminal = terminals.get()) {
      var chat = new TerminalChat(client, room, names, history, account.pin(), terminal, wait);
      return chat.run() ? 0 : 1;
    }
  }

  private ChatRoom room(HearthClient client, Names names, ChatAccount account) {
    if (where.in != null) {
      List<User> members = account.ofDevServer() ? client.api().friends() : List.of();
      return ChatRoom.in(where.in, members, client);
    }
    String name = String.valueOf(where.with);
    List<User> found = names.called(name);
    if (found.size() != 1) {
      throw new CommandRefused(Names.notOne(name, found) + names.known());
    }
    return ChatRoom.with(found.getFirst().id(), client);
  }

  /// Reads `500ms`, `2s` or `1m`.
  static final class Wait implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (!text.matches("[0-9]{1,6}(ms|s|m)")) {
        throw new TypeConversionException(text + " is not a time such as 500ms, 2s or 1m");
      }
      long number = Long.parseLong(text.replaceAll("[a-z]", ""));
      return switch (text.replaceAll("[0-9]", "")) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        default -> Duration.ofMinutes(number);
      };
    }
  }
}
