package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The names of users and conversations; asks the server for each once.
final class Names {
  private static final int MOST = 10_000;

  private final HearthApi api;
  private final UserId self;
  private final Map<UserId, String> users = new ConcurrentHashMap<>();
  private final Map<ConversationId, String> conversations = new ConcurrentHashMap<>();

  Names(HearthApi api, UserId self) {
    this.api = api;
    this.self = self;
  }

  void add(UserId user, String name) {
    users.put(user, name);
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
    String asked = asked(ask).orElse(id.toString().substring(0, 8));
    names.put(id, asked);
    return asked;
  }

  private static Optional<String> asked(Supplier<Optional<String>> ask) {
    try {
      return ask.get();
    } catch (HearthException e) {
      return Optional.empty();
    }
  }
}
