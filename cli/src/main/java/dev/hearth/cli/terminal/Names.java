package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.User;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names of users, conversations and assets; asks the server for each until it knows it.
final class Names {
  private static final int MOST = 10_000;
  private static final int MOST_TOLD = 20;

  private final HearthApi api;
  private final UserId self;
  private final Set<UserId> acquaintances = ConcurrentHashMap.newKeySet();
  private final Map<UserId, String> users = new ConcurrentHashMap<>();
  private final Map<ConversationId, String> conversations = new ConcurrentHashMap<>();
  private final Map<AssetId, String> assets = new ConcurrentHashMap<>();

  Names(HearthApi api, UserId self) {
    this.api = api;
    this.self = self;
  }

  /// Somebody whom this user knows.
  void add(UserId user, String name) {
    users.put(user, name);
    acquaintances.add(user);
  }

  /// Finds people and bots that this user knows, by name, or anybody by number.
  List<User> called(String name) {
    if (name.matches("[0-9]{1,18}")) {
      return api.findUser(name).stream().toList();
    }
    List<UserId> added =
        users.entrySet().stream()
            .filter(user -> acquaintances.contains(user.getKey()))
            .filter(user -> user.getValue().equalsIgnoreCase(name))
            .map(Map.Entry::getKey)
            .toList();
    Stream<User> friends =
        api.friends().stream().filter(friend -> friend.name().equalsIgnoreCase(name));
    return Stream.concat(api.users(added).stream(), friends)
        .filter(distinct(new HashSet<>()))
        .toList();
  }

  /// As the end of a sentence, the names of those whom this user knows, at most 20.
  String known() {
    Stream<String> added = acquaintances.stream().map(this::of).sorted();
    Stream<String> friends = api.friends().stream().map(User::name);
    String names =
        Stream.concat(added, friends)
            .distinct()
            .limit(MOST_TOLD)
            .map(MessageLine::harmless)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; there are " + names;
  }

  /// Why `found` is not the one user of this name.
  static String notOne(String name, List<User> found) {
    String called = MessageLine.harmless(name);
    if (found.isEmpty()) {
      return "nobody is called " + called + " here";
    }
    String numbers = found.stream().map(User::identityNumber).collect(Collectors.joining(", "));
    return "more than one is called " + called + ": say which by the number, " + numbers;
  }

  /// The user's name, or the beginning of the id when the name is unknown.
  String of(UserId user) {
    return known(users, user, () -> api.findUser(user).map(User::name));
  }

  /// The group's name, or that of the other one in a contact's conversation.
  String of(ConversationId conversation) {
    return known(
        conversations, conversation, () -> api.findConversation(conversation).map(this::title));
  }

  /// The asset's symbol.
  String of(AssetId asset) {
    return known(assets, asset, () -> api.findHolding(asset).map(it -> it.asset().symbol()));
  }

  private String title(Conversation conversation) {
    if (conversation.group()) {
      return conversation.name();
    }
    List<UserId> others =
        conversation.participants().stream()
            .map(each -> each.user())
            .filter(each -> !each.equals(self))
            .toList();
    return others.isEmpty() ? of(self) : of(others.getFirst());
  }

  private static <T> String known(Map<T, String> names, T id, Supplier<Optional<String>> ask) {
    String known = names.get(id);
    if (known != null) {
      return known;
    }
    if (names.size() > MOST) {
      names.clear();
    }
    Optional<String> asked = asked(ask);
    asked.ifPresent(name -> names.put(id, name));
    return asked.orElse(id.toString().substring(0, 8));
  }

  private static Predicate<User> distinct(Set<UserId> seen) {
    return user -> seen.add(user.id());
  }

  private static Optional<String> asked(Supplier<Optional<String>> ask) {
    try {
      return ask.get();
    } catch (HearthException e) {
      return Optional.empty();
    }
  }
}
