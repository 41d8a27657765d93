package dev.hearth.cli.terminal;

import dev.hearth.cli.dev.ChatStore;
import dev.hearth.cli.dev.DevWorld;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.cli.option.CommandRefused;
import dev.hearth.platform.runtime.SecretFile;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// The account of a chat: how it signs in, where its server is, and which folder keeps its keys.
///
/// @param pin that of somebody on a development server
/// @param acquaintances the people and bots of a development server
record ChatAccount(
    String name,
    Keystore keystore,
    Optional<String> pin,
    ClientOptions options,
    Path data,
    List<Known> acquaintances) {
  private static final int MOST_TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);

  ChatAccount {
    acquaintances = List.copyOf(acquaintances);
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return name;
  }

  /// Somebody on the development server that runs, or last ran, on a data folder.
  static ChatAccount onDevServer(String name, Path data, Optional<URI> server) {
    DevWorld world = world(data.resolve(DevWorld.FILE));
    List<Known> known = Stream.concat(world.people().stream(), world.bots().stream()).toList();
    Known self =
        world
            .find(name)
            .orElseThrow(() ->
                new CommandRefused(
                    "nobody is called " + name + " here; there are " + namesOf(known)));
    ClientOptions options =
        server.map(ChatAccount::at).orElse(ClientOptions.at(world.api(), world.blaze()));
    return new ChatAccount(self.name(), self.keystore(), self.pin(), options, data, known);
  }

  /// The person or bot of a keystore.
  static ChatAccount of(Path file, URI server, Path data) {
    return new ChatAccount(
        file.toString(), keystore(file), Optional.empty(), at(server), data, List.of());
  }

  /// Signs a person in with a code of the operator's, on a device of their own, whose keystore goes
  /// into `file`.
  static ChatAccount signIn(String number, String code, Path file, URI server, Path data) {
    if (Files.exists(file)) {
      throw new CommandRefused(
          file + " is there already: leave --phone and --code out to sign in with it");
    }
    Path folder = file.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new CommandRefused(file + " can't be written: its folder is not there, or not yours");
    }
    ClientOptions options = at(server);
    Keystore keystore;
    try {
      keystore =
          ChatStore.signIn(data, number, code, options)
              .orElseThrow(() ->
                  new CommandRefused(
                      "the server does not take this code, or not any more: ask for another"));
    } catch (HearthException e) {
      throw refused(e, options);
    }
    try {
      SecretFile.write(file.toAbsolutePath(), keystore.toJson() + "\n");
    } catch (IOException e) {
      throw new CommandRefused(file + " can't be written, ask for another code: " + e);
    }
    return new ChatAccount(file.toString(), keystore, Optional.empty(), options, data, List.of());
  }

  /// Keeps this account's chats in other terminals out until it is closed.
  FileChannel reserve() {
    return ChatStore.reserve(data, keystore.sessionId()).orElseThrow(this::chatsAlready);
  }

  /// The store of this account's keys and messages.
  ClientStore openStore() throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        return ChatStore.open(data, keystore.sessionId());
      } catch (StoreException e) {
        if (e.reason() != StoreException.StoreFault.IN_USE) {
          throw new CommandRefused("the keys of " + name + " can't be used: " + e.getMessage());
        }
        if (tries == MOST_TRIES) {
          throw chatsAlready();
        }
        // A server that has just started makes keys for those who have none.
        Thread.sleep(PAUSE);
      }
    }
  }

  private CommandRefused chatsAlready() {
    return new CommandRefused(name + " is chatting already, in another terminal");
  }

  /// A sentence for when the server could not be asked, or refused.
  static CommandRefused refused(HearthException e, ClientOptions options) {
    return switch (e.reason()) {
      case UNREACHABLE ->
          new CommandRefused(
              "no server answers at "
                  + options.api()
                  + "; `hearth dev` starts one on this machine");
      case SIGNED_OUT, CLOSED, GARBLED, REFUSED ->
          new CommandRefused("the server refused: " + e.getMessage());
    };
  }

  /// Whether it is one of the people and bots of a development server.
  boolean ofDevServer() {
    return !acquaintances.isEmpty();
  }

  private static String namesOf(List<Known> known) {
    return known.stream().map(Known::name).collect(Collectors.joining(", "));
  }

  private static Keystore keystore(Path file) {
    try {
      return Keystore.parse(Files.readString(file))
          .orElseThrow(() -> new CommandRefused(file + " is not a keystore"));
    } catch (NoSuchFileException e) {
      throw new CommandRefused("there is no file " + file);
    } catch (IOException e) {
      throw new CommandRefused(file + " can't be read: " + e);
    }
  }

  private static DevWorld world(Path file) {
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

  private static ClientOptions at(URI server) {
    try {
      return ClientOptions.at(server);
    } catch (IllegalArgumentException e) {
      throw new CommandRefused(String.valueOf(e.getMessage()));
    }
  }
}
