package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.User;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.Remembered;
import dev.hearth.sdk.http.RetryingCalls;
import java.util.List;
import java.util.Optional;

/// Chooses the protection in a conversation: the best that everybody there can read, and never less
/// than before. It asks the server about a conversation once. Any thread may call.
public final class BestProtection {
  private static final int MOST_REMEMBERED = 10_000;

  private final UserId self;
  private final HttpApi api;
  private final RetryingCalls patience;
  private final KnownProtection known;
  private final boolean signal;
  private final Remembered<ConversationId, Choice> chosen = new Remembered<>(MOST_REMEMBERED);

  /// How to travel.
  ///
  /// @param inDoubt of whom the server says what is not believed: nothing is to be said to them
  public record Choice(Protection protection, List<UserId> inDoubt) {}

  /// @param signal whether this client has the keys for [Protection#SIGNAL]
  public BestProtection(
      UserId self, HttpApi api, RetryingCalls patience, KnownProtection known, boolean signal) {
    this.self = self;
    this.api = api;
    this.patience = patience;
    this.known = known;
    this.signal = signal;
  }

  /// @throws HearthException when the server can't tell
  public Choice in(ConversationId conversation) throws InterruptedException {
    Optional<Choice> before = chosen.find(conversation);
    if (before.isPresent()) {
      return before.get();
    }
    Optional<Conversation> found = patience.ask(() -> api.findConversation(conversation));
    Choice now = choose(conversation, found);
    Choice choice = new Choice(known.in(conversation, now.protection), now.inDoubt);
    if (found.isPresent() && choice.inDoubt.isEmpty()) {
      chosen.put(conversation, choice);
    }
    return choice;
  }

  private Choice choose(ConversationId id, Optional<Conversation> conversation)
      throws InterruptedException {
    User us = patience.ask(api::me);
    Protection own = known.learn(self, us.takes());
    if (own != Protection.SIGNAL) {
      return new Choice(own, List.of());
    }
    Optional<UserId> other = conversation.flatMap(it -> findContact(id, it));
    if (other.isPresent()) {
      Optional<User> user = patience.ask(() -> api.findUser(other.get()));
      Protection takes =
          user.map(it -> known.learn(it.id(), it.takes())).orElseGet(() -> known.of(other.get()));
      if (known.inDoubt(other.get())) {
        return new Choice(usable(takes), List.of(other.get()));
      }
      if (user.isPresent()) {
        return new Choice(usable(takes), List.of());
      }
    }
    return new Choice(usable(Protection.SIGNAL), List.of());
  }

  private Protection usable(Protection best) {
    return best == Protection.SIGNAL && !signal ? Protection.NONE : best;
  }

  /// The other one, when the conversation is that of two: as its id says, whatever the server does.
  private Optional<UserId> findContact(ConversationId id, Conversation conversation) {
    return conversation.participants().stream()
        .map(Participant::user)
        .filter(user -> !user.equals(self) && ConversationId.ofContact(self, user).equals(id))
        .findFirst();
  }
}
