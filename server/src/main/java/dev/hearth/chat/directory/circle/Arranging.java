package dev.hearth.chat.directory.circle;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemCircle.CircleAction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The rules of what comes into circles, and goes.
final class Arranging {
  private final Accounts accounts;
  private final Conversations conversations;
  private final InstantSource clock;

  Arranging(Accounts accounts, Conversations conversations, InstantSource clock) {
    this.accounts = accounts;
    this.conversations = conversations;
    this.clock = clock;
  }

  /// The change with the other user of a contact filled in; a group has none. The user may add a
  /// conversation that they are in, or one that they could begin with somebody.
  Outcome<CircleChange> completed(UserId user, CircleChange change) {
    if (change.action() == CircleChange.CircleMove.REMOVE) {
      return new Outcome.Done<>(change);
    }
    var conversation = conversations.find(change.conversation());
    if (conversation.isPresent()) {
      return conversation.get().participant(user).isEmpty()
          ? Outcome.refused(ErrorCode.FORBIDDEN, Conversations.NOT_IN_ANY)
          : new Outcome.Done<>(withOther(change, other(user, conversation.get())));
    }
    if (change.other().isEmpty()) {
      return Outcome.refused(ErrorCode.FORBIDDEN, Conversations.NOT_IN_ANY);
    }
    if (!change.conversation().equals(ConversationId.ofContact(user, change.other().get()))) {
      return Outcome.invalid("conversation_id", "A contact's id is a hash of its two users' ids.");
    }
    return change.other().flatMap(accounts::findUser).isEmpty()
        ? Outcome.refused(ErrorCode.NOT_FOUND, "There is no user of this id.")
        : new Outcome.Done<>(change);
  }

  private static CircleChange withOther(CircleChange change, Optional<UserId> other) {
    return new CircleChange(change.action(), change.circle(), change.conversation(), other);
  }

  private static Optional<UserId> other(UserId user, Conversation conversation) {
    if (conversation.category() != Conversation.ConversationCategory.CONTACT) {
      return Optional.empty();
    }
    return conversation.participants().stream()
        .map(participant -> participant.user())
        .filter(member -> !member.equals(user))
        .findFirst()
        .or(() -> Optional.of(user));
  }

  /// Returns why not, if so.
  Optional<Refusal> apply(
      Transaction tx, Caller caller, CircleChange change, List<CircleItem> touched) {
    if (CircleTable.find(tx.handle(), caller.user(), change.circle()).isEmpty()) {
      return Optional.of(Refusal.of(ErrorCode.NOT_FOUND, Circles.NO_CIRCLE));
    }
    var there = CircleTable.findItem(tx.handle(), change.circle(), change.conversation());
    there.ifPresent(touched::add);
    return switch (change.action()) {
      case ADD -> there.isPresent() ? Optional.empty() : add(tx, caller, change, touched);
      case REMOVE -> {
        there.ifPresent(item -> {
          CircleTable.delete(tx.handle(), item);
          CircleNotices.tell(tx, caller, CircleAction.REMOVE, item);
        });
        yield Optional.empty();
      }
    };
  }

  private Optional<Refusal> add(
      Transaction tx, Caller caller, CircleChange change, List<CircleItem> touched) {
    int places = CircleTable.places(tx.handle(), caller.user(), change.conversation()).size();
    if (places >= Circles.MOST_PLACES
        || CircleTable.size(tx.handle(), change.circle()) >= Circles.MOST_ITEMS) {
      return Optional.of(
          Refusal.of(
              ErrorCode.TOO_MANY_CIRCLES,
              "A conversation is in at most %s circles, and a circle has at most %s of them.",
              Circles.MOST_PLACES,
              Circles.MOST_ITEMS));
    }
    // Clients go through a circle by these times: no two may be the same.
    long now = WireTime.micros(clock.instant());
    long since = Math.max(now, CircleTable.lastCreatedAt(tx.handle(), change.circle()) + 1);
    var item = new CircleItem(change.circle(), change.conversation(), change.other(), since);
    CircleTable.insert(tx.handle(), item);
    CircleNotices.tell(tx, caller, CircleAction.ADD, item);
    touched.add(item);
    return Optional.empty();
  }
}
