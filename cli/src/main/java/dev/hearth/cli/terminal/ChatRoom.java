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

/// The conversation a chat is about.
///
/// @param group whether more than one person may answer
/// @param bots those in a group
record ChatRoom(ConversationId id, boolean group, List<User> bots) {

  ChatRoom {
    bots = List.copyOf(bots);
  }

  /// The conversation with `other`, created if it does not exist.
  static ChatRoom with(UserId other, HearthClient client) {
    return new ChatRoom(client.api().createContact(other).id(), false, List.of());
  }

  /// The group of this name. If it does not exist, it is created with everybody this user knows.
  ///
  /// The id is computed from the name, so that all members find the same group.
  ///
  /// @throws CommandRefused when the group exists, and this user is not a member
  static ChatRoom in(String name, HearthClient client) {
    ConversationId id = named(name.strip().toLowerCase(Locale.ROOT));
    Conversation group =
        find(id, client.api())
            .orElseGet(() -> client.api().createGroup(id, name.strip(), friends(client)));
    if (group.participant(client.user()).isEmpty()) {
      throw withoutYou(name);
    }
    return new ChatRoom(group.id(), true, bots(group, client));
  }

  /// The bot of the group that is spoken to: `@echo what is the weather?`, also by its number. As
  /// in the apps, that is not encrypted: a bot can't read what people encrypt for each other.
  Optional<User> addressed(String text) {
    String[] words = text.split("\\s+", 2);
    return bots.stream()
        .filter(bot ->
            words[0].equalsIgnoreCase("@" + bot.name())
                || words[0].equals("@" + bot.identityNumber()))
        .findFirst();
  }

  private static List<User> bots(Conversation group, HearthClient client) {
    HearthApi api = client.api();
    List<UserId> members = group.participants().stream().map(Participant::user).toList();
    // A person who is said to be a bot is not spoken to in the open.
    return api.users(members).stream()
        .filter(User::bot)
        .filter(user -> client.knownProtection(user.id()) != Protection.SIGNAL)
        .toList();
  }

  private static ConversationId named(String name) {
    UUID hash = UUID.nameUUIDFromBytes(("hearth chat " + name).getBytes(StandardCharsets.UTF_8));
    // Version 3 is for contacts' conversations and for groups with a random part; 8 is anybody's.
    long version8 = (hash.getMostSignificantBits() & ~0xf000L) | 0x8000L;
    return new ConversationId(new UUID(version8, hash.getLeastSignificantBits()));
  }

  private static Optional<Conversation> find(ConversationId id, HearthApi api) {
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

  private static List<UserId> friends(HearthClient client) {
    return client.api().friends().stream().map(User::id).toList();
  }

  private static CommandRefused withoutYou(String name) {
    return new CommandRefused(
        "there is a group \"" + name + "\", but you are not in it: ask a member to add you");
  }
}
