package dev.hearth.cli.terminal;

import dev.hearth.cli.dev.ChatStore;
import dev.hearth.cli.dev.DevWorld;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.User;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.JacksonException;

/// `hearth chat`: a conversation on a development server, in the terminal.
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    description = {
      "Chats as one of the people on the server that `hearth dev` runs.",
      "It sends each line that you type; a line gets a tick when the server has it, two when it"
          + " was delivered, and says so when it was read. Messages that came in since the"
          + " last time are shown first.",
      "Between people all of it is encrypted from end to end; /verify shows by which number to make"
          + " sure of that, /send FILE sends a file, /help tells the rest. Ctrl-D ends it.",
      "Lines may be piped in: then there is a line for each tick."
    })
public final class ChatCommand implements Callable<Integer> {
  private static final int MOST_TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Supplier<Terminal> terminals;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "NAME",
      description = "The person to chat as.")
  private String as = "";

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's data folder (default: hearth/dev in the user's state folder).")
  private @Nullable Path data;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Where the server is (default: where it last ran on that folder).")
  private @Nullable URI server;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = Wait.class,
      description =
          "How long to wait for ticks and answers after the last line (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofSeconds(2);

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
        description = "The group to talk in; made of everybody you know when there is none.")
    private @Nullable String in;
  }

  ChatCommand() {
    this(Terminal::ofProcess);
  }

  ChatCommand(Supplier<Terminal> terminals) {
    this.terminals = terminals;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (System.getProperty("hearth.log") == null) {
      // The chat itself says what a person needs to know of the connection.
      System.setProperty("hearth.log", "ERROR");
    }
    DevWorld world = world();
    Known self =
        world.find(as).orElseThrow(() -> new CommandRefused(nobody(as) + everybody(world)));
    ClientOptions options =
        server == null ? ClientOptions.at(world.api(), world.blaze()) : at(server);
    try (var store = store(self);
        var client = HearthClient.of(self.keystore(), store, options)) {
      return chat(client, store, world);
    } catch (HearthException e) {
      throw switch (e.reason()) {
        case UNREACHABLE ->
            new CommandRefused(
                "no server answers at " + options.api() + ": start one with `hearth dev`");
        case SIGNED_OUT, CLOSED, GARBLED, REFUSED ->
            new CommandRefused("the server refused: " + e.getMessage());
      };
    }
  }

  private static ClientOptions at(URI server) {
    try {
      return ClientOptions.at(server);
    } catch (IllegalArgumentException e) {
      throw new CommandRefused(String.valueOf(e.getMessage()));
    }
  }

  private int chat(HearthClient client, ClientStore store, DevWorld world)
      throws InterruptedException {
    var names = new Names(client.api(), client.user());
    Stream.concat(world.people().stream(), world.bots().stream())
        .forEach(known -> names.add(known.userId(), known.name()));
    ChatRoom room =
        where.in == null
            ? ChatRoom.with(other(client, world, String.valueOf(where.with)), client)
            : ChatRoom.in(where.in, client);
    try (var terminal = terminals.get()) {
      return new TerminalChat(client, room, names, new ChatHistory(store), terminal, wait).run()
          ? 0
          : 1;
    }
  }

  private ClientStore store(Known self) throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        return ChatStore.open(folder(), self.keystore().sessionId());
      } catch (StoreException e) {
        if (e.reason() != StoreException.StoreFault.IN_USE) {
          throw new CommandRefused(
              "the keys of " + self.name() + " can't be used: " + e.getMessage());
        }
        if (tries == MOST_TRIES) {
          throw new CommandRefused(self.name() + " is chatting already, in another terminal");
        }
        // A server that has just started makes keys for those who have none.
        Thread.sleep(PAUSE);
      }
    }
  }

  private UserId other(HearthClient client, DevWorld world, String name) {
    return world
        .find(name)
        .map(Known::userId)
        .or(() -> byNumber(client, name))
        .orElseThrow(() -> new CommandRefused(nobody(name) + everybody(world)));
  }

  private static Optional<UserId> byNumber(HearthClient client, String number) {
    return number.chars().allMatch(Character::isDigit)
        ? client.api().findUser(number).map(User::id)
        : Optional.empty();
  }

  private DevWorld world() {
    Path file = folder().resolve(DevWorld.FILE);
    try {
      return DevWorld.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new CommandRefused(
          "there is no development server's data at "
              + file.getParent()
              + ": start one with `hearth dev`, or name its folder with --data");
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new CommandRefused(file + " can't be read: " + e.getMessage());
    }
  }

  private Path folder() {
    return data == null ? Folders.dev() : data;
  }

  private static String nobody(String name) {
    return "nobody is called " + name + " here; there are ";
  }

  private static String everybody(DevWorld world) {
    return Stream.concat(world.people().stream(), world.bots().stream())
        .map(Known::name)
        .collect(Collectors.joining(", "));
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
