package dev.hearth.chat.directory.circle;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.VisibleName;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemCircle.CircleAction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The circles of users, what is in them, and every way in which they change.
///
/// Any thread may call; calls block. When a change returns it is durable, and the owner's other
/// sessions are about to be told.
public final class Circles {
  public static final String NO_CIRCLE = "You have no circle of this id.";

  public static final Migrations MIGRATIONS =
      new Migrations("db/circle", List.of("V5_1__circles.sql"));

  /// How many circles somebody may have.
  public static final int MOST_CIRCLES = 64;

  /// In how many of somebody's circles a conversation may be.
  public static final int MOST_PLACES = 5;

  /// How many conversations may be in a circle.
  public static final int MOST_ITEMS = 2_000;

  private final Directory directory;
  private final InstantSource clock;
  private final Arranging arranging;

  public Circles(
      Directory directory, Accounts accounts, Conversations conversations, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    this.arranging = new Arranging(accounts, conversations, clock);
  }

  /// Somebody's circles, oldest first.
  public List<Circle> of(UserId owner) {
    return directory.read(handle -> CircleTable.of(handle, owner));
  }

  /// The circle, if it is the owner's.
  public Optional<Circle> find(UserId owner, CircleId id) {
    return directory.read(handle -> CircleTable.find(handle, owner, id));
  }

  /// The conversations that were added to a circle after a time, oldest first; empty when the
  /// circle isn't the owner's.
  ///
  /// @param after microseconds since the epoch
  public Optional<List<CircleItem>> items(UserId owner, CircleId id, long after, int limit) {
    return directory.read(handle ->
        CircleTable.find(handle, owner, id)
            .map(circle -> CircleTable.items(handle, id, after, limit)));
  }

  /// Where a conversation is in the owner's circles.
  public List<CircleItem> places(UserId owner, ConversationId conversation) {
    return directory.read(handle -> CircleTable.places(handle, owner, conversation));
  }

  public Outcome<Circle> create(Caller caller, String name) {
    if (!VisibleName.is(name, Circle.LONGEST_NAME)) {
      return Outcome.invalid(
          "name", "It has 1 to %s characters, and shows something.", Circle.LONGEST_NAME);
    }
    return change(tx -> {
      if (CircleTable.of(tx.handle(), caller.user()).size() >= MOST_CIRCLES) {
        return Outcome.refused(
            ErrorCode.TOO_MANY_CIRCLES, "A user has at most %s circles.", MOST_CIRCLES);
      }
      var circle = new Circle(CircleId.random(), caller.user(), name, now());
      CircleTable.insert(tx.handle(), circle);
      CircleNotices.tell(tx, caller, CircleAction.CREATE, circle.id());
      return new Outcome.Done<>(circle);
    });
  }

  public Outcome<Circle> rename(Caller caller, CircleId id, String name) {
    if (!VisibleName.is(name, Circle.LONGEST_NAME)) {
      return Outcome.invalid(
          "name", "It has 1 to %s characters, and shows something.", Circle.LONGEST_NAME);
    }
    return change(tx -> {
      var circle = CircleTable.find(tx.handle(), caller.user(), id);
      if (circle.isEmpty()) {
        return Outcome.refused(ErrorCode.NOT_FOUND, NO_CIRCLE);
      }
      CircleTable.rename(tx.handle(), id, name);
      CircleNotices.tell(tx, caller, CircleAction.UPDATE, id);
      return new Outcome.Done<>(new Circle(id, caller.user(), name, circle.get().createdAt()));
    });
  }

  /// Removes a circle; the conversations in it stay what they are.
  ///
  /// @return the circle as it was
  public Outcome<Circle> delete(Caller caller, CircleId id) {
    return change(tx -> {
      var circle = CircleTable.find(tx.handle(), caller.user(), id);
      if (circle.isEmpty()) {
        return Outcome.refused(ErrorCode.NOT_FOUND, NO_CIRCLE);
      }
      CircleTable.delete(tx.handle(), id);
      CircleNotices.tell(tx, caller, CircleAction.DELETE, id);
      return new Outcome.Done<>(circle.get());
    });
  }

  /// Adds conversations to circles and removes others, all or none. Adding a conversation that is
  /// there already changes nothing; so does removing one that isn't there.
  ///
  /// @return one item for each change that found or made one, in the order of the changes
  public Outcome<List<CircleItem>> arrange(Caller caller, List<CircleChange> wanted) {
    List<CircleChange> complete = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      switch (arranging.completed(caller.user(), wanted.get(i))) {
        case Outcome.Done<CircleChange>(var change) -> complete.add(change);
        case Outcome.Refused<CircleChange>(var refusal) -> {
          return Outcome.refused(refusal.at(i));
        }
      }
    }
    return change(tx -> {
      List<CircleItem> touched = new ArrayList<>();
      for (int i = 0; i < complete.size(); i++) {
        var refused = arranging.apply(tx, caller, complete.get(i), touched);
        if (refused.isPresent()) {
          return Outcome.refused(refused.get().at(i));
        }
      }
      return new Outcome.Done<>(List.copyOf(touched));
    });
  }

  private <T> Outcome<T> change(Function<Transaction, Outcome<T>> rule) {
    return directory.changeIf(decided -> decided instanceof Outcome.Done<T>, rule);
  }

  private long now() {
    return WireTime.micros(clock.instant());
  }
}
