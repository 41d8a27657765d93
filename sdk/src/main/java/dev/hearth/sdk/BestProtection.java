package dev.hearth.sdk;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.UserId;
import java.util.Optional;

/// Chooses how to travel in a conversation: as protected as everybody there can read it. What a
/// conversation calls for is asked of the server once. Any thread may call.
final class BestProtection {
  private static final int MOST_REMEMBERED = 10_000;

  private final UserId self;
  private final HttpApi api;
  private final Patience patience;
  private final boolean signal;
  private final Remembered<ConversationId, Protection> chosen = new Remembered<>(MOST_REMEMBERED);

  /// @param signal whether this client has the keys for [Protection#SIGNAL]
  BestProtection(UserId self, HttpApi api, Patience patience, boolean signal) {
    this.self = self;
    this.api = api;
    this.patience = patience;
    this.signal = signal;
  }

  /// @throws HearthException when the server can't tell
  Protection in(ConversationId conversation) throws InterruptedException {
    Optional<Protection> known = chosen.find(conversation);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Conversation> found = patience.ask(() -> api.findConversation(conversation));
    Protection protection = choose(found);
    if (found.isPresent()) {
      chosen.put(conversation, protection);
    }
    return protection;
  }

  private Protection choose(Optional<Conversation> conversation) throws InterruptedException {
    User us = patience.ask(api::me);
    if (us.bot()) {
      return encrypted(us);
    }
    Optional<UserId> other = conversation.flatMap(this::findContact);
    if (other.isPresent()) {
      Optional<User> user = patience.ask(() -> api.findUser(other.get()));
      if (user.map(User::bot).orElse(false)) {
        return encrypted(user.get());
      }
    }
    return signal ? Protection.SIGNAL : Protection.NONE;
  }

  /// The other one, when the conversation is that of two.
  private Optional<UserId> findContact(Conversation conversation) {
    return conversation.participants().stream()
        .filter(_ -> !conversation.group())
        .map(Participant::user)
        .filter(user -> !user.equals(self))
        .findFirst();
  }

  private static Protection encrypted(User bot) {
    return bot.takesEncrypted() ? Protection.ENCRYPTED : Protection.NONE;
  }
}
