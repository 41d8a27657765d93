package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The conversations that this user can talk in: those with people and bots they know, and those
/// that this device has seen. For one thread.
final class RoomList {
  private static final int MOST_SHOWN = 100;

  private final HearthClient client;
  private final ChatHistory history;
  private final Screen screen;
  private List<Room> listed = List.of();

  /// @param contact the other one; empty for a group
  private record Room(String name, ConversationId id, Optional<User> contact) {}

  RoomList(HearthClient client, ChatHistory history, Screen screen) {
    this.client = client;
    this.history = history;
    this.screen = screen;
  }

  void show(ConversationId here) {
    listed = rooms();
    for (int i = 0; i < listed.size(); i++) {
      Room room = listed.get(i);
      String kind = room.contact.map(user -> user.bot() ? ", a bot" : "").orElse(", a group");
      String now = room.id.equals(here) ? ", here" : "";
      screen.line("-- [" + (i + 1) + "] " + MessageLine.harmless(room.name) + kind + now);
    }
    screen.line("-- /rooms NUMBER goes to one");
  }

  /// The room of this number in the list, or of this name.
  Optional<ChatRoom> find(String which) {
    if (listed.isEmpty()) {
      listed = rooms();
    }
    List<Room> found =
        which.matches("[0-9]{1,3}")
            ? listed.stream().skip(Math.max(0, Integer.parseInt(which) - 1)).limit(1).toList()
            : listed.stream().filter(room -> room.name.equalsIgnoreCase(which)).toList();
    if (found.size() != 1) {
      screen.line("-- not one room is called " + MessageLine.harmless(which) + ": see /rooms");
      return Optional.empty();
    }
    Room room = found.getFirst();
    return room.contact.isPresent()
        ? Optional.of(ChatRoom.with(room.contact.get().id(), client))
        : ChatRoom.find(room.id, client.api()).map(it -> ChatRoom.of(it, client));
  }

  private List<Room> rooms() {
    List<Room> rooms = new ArrayList<>();
    Set<ConversationId> seen = new HashSet<>();
    for (User friend : client.api().friends()) {
      ConversationId id = client.conversationWith(friend.id());
      seen.add(id);
      rooms.add(new Room(friend.name(), id, Optional.of(friend)));
    }
    for (ConversationId id : history.conversations()) {
      if (rooms.size() < MOST_SHOWN && seen.add(id)) {
        ChatRoom.find(id, client.api()).flatMap(this::room).ifPresent(rooms::add);
      }
    }
    return rooms;
  }

  private Optional<Room> room(Conversation conversation) {
    if (conversation.participant(client.user()).isEmpty()) {
      return Optional.empty();
    }
    if (conversation.group()) {
      return Optional.of(new Room(conversation.name(), conversation.id(), Optional.empty()));
    }
    return conversation.participants().stream()
        .map(Participant::user)
        .filter(user -> !user.equals(client.user()))
        .findFirst()
        .flatMap(client.api()::findUser)
        .map(user -> new Room(user.name(), conversation.id(), Optional.of(user)));
  }
}
