package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows the members of a conversation, and invites others. For one thread.
final class RoomMembers {
  private static final int MOST_SHOWN = 100;

  private final HearthClient client;
  private final Names names;
  private final Screen screen;

  RoomMembers(HearthClient client, Names names, Screen screen) {
    this.client = client;
    this.names = names;
    this.screen = screen;
  }

  /// @return whether they could be shown
  boolean show(ChatRoom room) {
    List<Participant> all =
        client.api().findConversation(room.id()).map(Conversation::participants).orElse(List.of());
    List<Participant> shown = all.stream().limit(MOST_SHOWN).toList();
    Map<UserId, User> users =
        client.api().users(shown.stream().map(Participant::user).toList()).stream()
            .collect(Collectors.toMap(User::id, Function.identity()));
    for (Participant member : shown) {
      screen.line("-- " + describe(member, users.get(member.user()), room.group()));
    }
    if (all.size() > shown.size()) {
      screen.line("-- and " + (all.size() - shown.size()) + " more");
    }
    return !all.isEmpty();
  }

  /// Adds somebody to a group.
  ///
  /// @return whether they are in it now
  boolean invite(ChatRoom room, String name) {
    if (!room.group()) {
      screen.line("-- this is a conversation of two: open a group with --in GROUP, or /rooms");
      return false;
    }
    List<User> found = names.called(name);
    if (found.size() != 1) {
      screen.line("-- " + Names.notOne(name, found));
      return false;
    }
    User user = found.getFirst();
    client.api().addParticipants(room.id(), List.of(user.id()));
    if (user.bot()) {
      String called = MessageLine.harmless(user.name());
      screen.line("-- " + called + " reads what begins with @" + called + " or with a command;");
      screen.line("-- that is not encrypted");
    }
    room.lookAgain(client);
    return true;
  }

  private String describe(Participant member, @Nullable User user, boolean group) {
    String name = MessageLine.harmless(names.of(member.user()));
    String number = user == null ? "" : " " + user.identityNumber();
    String bot = user != null && user.bot() ? ", a bot" : "";
    String self = member.user().equals(client.user()) ? ", you" : "";
    String role =
        group && member.role() != Participant.Role.MEMBER
            ? ", " + member.role().name().toLowerCase(Locale.ROOT)
            : "";
    return name + number + bot + self + role;
  }
}
