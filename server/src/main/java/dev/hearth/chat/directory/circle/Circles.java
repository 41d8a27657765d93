package dev.hearth.chat.directory.circle;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.VisibleName;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Outbox;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The circles of users, what is in them, and every way in which they change.
///
/// Any thread may call; calls block. When a change returns it is durable, and the owner's other
/// sessions are about to be told.
public final class Circles {
  public static final Migrations MIGRATIONS =
      new Migrations("db/circle", List.of("V5_1__circles.sql"));

  /// How many circles somebody may have.
  public static final int MOST_CIRCLES = 64;

  /// In how many of somebody's circles a conversation may be.
  public static final int MOST_PLACES = 5;

  /// How many conversations may be in a circle.
  public static final int MOST_ITEMS = 2_000;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Arranging arranging;

  public Circles(
      Database database,
      Accounts accounts,
      Conversations conversations,
      Outbox outbox,
      InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
    this.arranging = new Arranging(accounts, conversations, outbox, clock);
  }

  /// Somebody's circles, oldest first.
  public List<Circle> of(UserId owner) {
    return database.read(handle -> CircleTable.of(handle, owner));
  }

  /// The circle, if it is the owner's.
  public Optional<Circle> find(UserId owner, CircleId id) {
    return database.read(handle -> CircleTable.find(handle, owner, id));
  }

  /// The conversations that were added to a circle after a time, oldest first; empty when the
  /// circle isn't the owner's.
  ///
  /// @param after microseconds since the epoch
  public Optional<List<CircleItem>> items(UserId owner, CircleId id, long after, int limit) {
    return database.read(handle ->
        CircleTable.find(handle, owner, id)
            .map(circle -> CircleTable.items(handle, id, after, limit)));
  }

  /// Where a conversation is in the owner's circles.
  public List<CircleItem> places(UserId owner, ConversationId conversation) {
    return database.read(handle -> CircleTable.places(handle, owner, conversation));
  }

  public Outcome<Circle> create(Caller caller, String name) {
    if (!VisibleName.is(name, Circle.LONGEST_NAME)) {
      return Outcome.invalid("name");
    }
    return change(handle -> {
      if (CircleTable.of(handle, caller.user()).size() >= MOST_CIRCLES) {
        return Outcome.refused(ErrorCode.TOO_MANY_CIRCLES);
      }
      var circle = new Circle(CircleId.random(), caller.user(), name, now());
      CircleTable.insert(handle, circle);
      CircleNotice.of(CircleNotice.Action.CREATE, circle.id()).put(handle, outbox, caller);
      return new Outcome.Done<>(circle);
    });
  }

  public Outcome<Circle> rename(Caller caller, CircleId id, String name) {
    if (!VisibleName.is(name, Circle.LONGEST_NAME)) {
      return Outcome.invalid("name");
    }
    return change(handle -> {
      var circle = CircleTable.find(handle, caller.user(), id);
      if (circle.isEmpty()) {
        return Outcome.refused(ErrorCode.NOT_FOUND);
      }
      CircleTable.rename(handle, id, name);
      CircleNotice.of(CircleNotice.Action.UPDATE, id).put(handle, outbox, caller);
      return new Outcome.Done<>(new Circle(id, caller.user(), name, circle.get().createdAt()));
    });
  }

  /// Removes a circle; the conversations in it stay what they are.
  ///
  /// @return the circle as it was
  public Outcome<Circle> delete(Caller caller, CircleId id) {
    return change(handle -> {
      var circle = CircleTable.find(handle, caller.user(), id);
      if (circle.isEmpty()) {
        return Outcome.refused(ErrorCode.NOT_FOUND);
      }
      CircleTable.delete(handle, id);
      CircleNotice.of(CircleNotice.Action.DELETE, id).put(handle, outbox, caller);
      return new Outcome.Done<>(circle.get());
    });
  }

  /// Adds conversations to circles and removes others, all or none. Adding a conversation that is
  /// there already changes nothing; so does removing one that isn't there.
  ///
  /// @return one item for each change that found or made one, in the order of the changes
  public Outcome<List<CircleItem>> arrange(Caller caller, List<CircleChange> wanted) {
    List<CircleChange> complete = new ArrayList<>();
    for (CircleChange each : wanted) {
      switch (arranging.completed(caller.user(), each)) {
        case Outcome.Done<CircleChange>(var change) -> complete.add(change);
        case Outcome.Refused<CircleChange>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return change(handle -> {
      List<CircleItem> touched = new ArrayList<>();
      for (CircleChange each : complete) {
        var refused = arranging.apply(handle, caller, each, touched);
        if (refused.isPresent()) {
          return Outcome.refused(refused.get());
        }
      }
      return new Outcome.Done<>(List.copyOf(touched));
    });
  }

  private <T> Outcome<T> change(Function<Handle, Outcome<T>> rule) {
    Outcome<T> outcome = database.writeIf(decided -> decided instanceof Outcome.Done<T>, rule);
    if (outcome instanceof Outcome.Done<T>) {
      outbox.announce();
    }
    return outcome;
  }

  private long now() {
    return WireTime.micros(clock.instant());
  }
}
