package dev.hearth.edge.command;

import dev.hearth.chat.Chat;
import dev.hearth.chat.conversation.NewConversation;
import dev.hearth.edge.admin.Registered;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.edge.command.DevWorld.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Sees to it that a development server has Alice and Bob, who know each other, and Echo.
final class DevPeople {
  private final RunningServer server;
  private final Chat chat;
  private final Registration registration;

  DevPeople(RunningServer server) {
    this.server = server;
    this.chat = server.chat();
    this.registration = new Registration(chat.accounts());
  }

  /// The server's people, those of the last run where they can still sign in.
  DevWorld settle() {
    Optional<DevWorld> before = lastRun();
    Known alice = person("Alice", before);
    Known bob = person("Bob", before);
    Known echo = bot("Echo", before);
    DevWorld world = new DevWorld(server.api(), server.blaze(), List.of(alice, bob), List.of(echo));
    acquaint(alice, bob);
    acquaint(alice, echo);
    acquaint(bob, echo);
    server.folder().writeSecret(DevWorld.FILE, world.toJson());
    return world;
  }

  private Optional<DevWorld> lastRun() {
    Path file = server.folder().file(DevWorld.FILE);
    try {
      return Files.exists(file)
          ? Optional.of(DevWorld.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Known person(String name, Optional<DevWorld> before) {
    return kept(name, before).orElseGet(() -> known(registration.person(name, KeyKind.ED25519)));
  }

  private Known bot(String name, Optional<DevWorld> before) {
    return kept(name, before).orElseGet(() -> known(registration.bot(name, KeyKind.ED25519)));
  }

  private Optional<Known> kept(String name, Optional<DevWorld> before) {
    return before
        .flatMap(world -> world.find(name))
        .filter(known -> chat.accounts().findSession(known.keystore().sessionId()).isPresent());
  }

  private static Known known(Registered registered) {
    return new Known(
        registered.user().fullName(),
        registered.user().id(),
        Long.toString(registered.user().identityNumber()),
        registered.keystore());
  }

  /// Makes two users know each other, with a conversation to talk in.
  private void acquaint(Known one, Known other) {
    var wanted = NewConversation.contact(one.userId(), other.userId());
    if (chat.conversations().find(wanted.id()).isPresent()) {
      return;
    }
    chat.relationships().add(one.userId(), other.userId());
    chat.relationships().add(other.userId(), one.userId());
    chat.conversations().create(one.userId(), wanted);
  }
}
