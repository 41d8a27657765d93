package dev.hearth.cli.terminal;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The conversation a chat is about, and the bots in it. For any thread.
final class ChatRoom {
  private final ConversationId id;
  private final boolean group;
  private volatile List<UserId> others;
  private volatile List<User> bots;

  private ChatRoom(ConversationId id, boolean group, List<UserId> others, List<User> bots) {
    this.id = id;
    this.group = group;
    this.others = others;
    this.bots = bots;
  }

  /// The conversation with `other`, created if it does not exist.
  static ChatRoom with(UserId other, HearthClient client) {
    return of(client.api().createContact(other), client);
  }

  /// The group of this name. If it does not exist, it is created with these members.
  ///
  /// The id is computed from the name, so that all members find the same group.
  ///
  /// @throws CommandRefused when the group exists, and this user is not a member
  static ChatRoom in(String name, List<User> members, HearthClient client) {
    ConversationId id = named(name.strip().toLowerCase(Locale.ROOT));
    Conversation group =
        find(id, client.api())
            .orElseGet(() ->
                client
                    .api()
                    .createGroup(id, name.strip(), members.stream().map(User::id).toList()));
    if (group.participant(client.user()).isEmpty()) {
      throw withoutYou(name);
    }
    return of(group, client);
  }

  static ChatRoom of(Conversation conversation, HearthClient client) {
    return new ChatRoom(
        conversation.id(),
        conversation.group(),
        others(conversation, client),
        bots(conversation, client));
  }

  ConversationId id() {
    return id;
  }

  /// Whether more than one person may answer.
  boolean group() {
    return group;
  }

  /// The other one in a conversation of two; empty in a group.
  Optional<UserId> contact() {
    return group ? Optional.empty() : others.stream().findFirst();
  }

  /// Those here of this name or number, without this user.
  List<User> membersCalled(String name, HearthClient client) {
    return client.api().users(others).stream()
        .filter(user -> user.name().equalsIgnoreCase(name) || user.identityNumber().equals(name))
        .toList();
  }

  /// The bots here.
  List<User> bots() {
    return bots;
  }

  /// Looks again which bots are here.
  void lookAgain(HearthClient client) {
    try {
      client
          .api()
          .findConversation(id)
          .ifPresent(found -> {
            others = others(found, client);
            bots = bots(found, client);
          });
    } catch (HearthException unreachable) {
      if (unreachable.isFinal()) {
        throw unreachable;
      }
      // Those who came or left are known the next time.
    }
  }

  /// The bots of a group that this is for: one that is spoken to, as in `@echo what is the
  /// weather?`, also by its number; or all, when it is a command. As in the apps, that is not
  /// encrypted: a bot can't read what people encrypt for each other.
  List<User> addressed(String text, boolean command) {
    if (!group) {
      return List.of();
    }
    if (command) {
      return bots;
    }
    String word = text.split("\\s+", 2)[0];
    return bots.stream()
        .filter(bot ->
            word.equalsIgnoreCase("@" + bot.name()) || word.equals("@" + bot.identityNumber()))
        .toList();
  }

  private static List<User> bots(Conversation conversation, HearthClient client) {
    // A person who is said to be a bot is not spoken to in the open.
    return client.api().users(others(conversation, client)).stream()
        .filter(User::bot)
        .filter(user -> client.knownProtection(user.id()) != Protection.SIGNAL)
        .toList();
  }

  private static List<UserId> others(Conversation conversation, HearthClient client) {
    return conversation.participants().stream()
        .map(Participant::user)
        .filter(user -> !user.equals(client.user()))
        .toList();
  }

  private static ConversationId named(String name) {
    UUID hash = UUID.nameUUIDFromBytes(("hearth chat " + name).getBytes(StandardCharsets.UTF_8));
    // Version 3 is for contacts' conversations and for groups with a random part; 8 is anybody's.
    long version8 = (hash.getMostSignificantBits() & ~0xf000L) | 0x8000L;
    return new ConversationId(new UUID(version8, hash.getLeastSignificantBits()));
  }

  /// The conversation, unless it does not exist or this user may not see it.
  static Optional<Conversation> find(ConversationId id, HearthApi api) {
    try {
      return api.findConversation(id);
    } catch (HearthException e) {
      if (e.reason() == HearthException.Reason.REFUSED) {
        // A server may refuse an unknown group like one of other people; creating it tells them
        // apart.
        return Optional.empty();
      }
      throw e;
    }
  }

  private static CommandRefused withoutYou(String name) {
    return new CommandRefused(
        "there is a group \"" + name + "\", but you are not in it: ask a member to add you");
  }
}
