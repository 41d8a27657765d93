package dev.hearth.chat.directory.outbox;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The receivers of a message from the outbox.
public sealed interface Recipients {
  /// At most this many users or sessions share a row, and so an entry's commit.
  int MOST_A_MESSAGE = 100;

  /// Everybody in its conversation, through the conversation's log.
  ///
  /// @param removed whose membership ended with this: their sessions get it in their mailboxes, for
  ///   they don't see the conversation's log any more
  record Members(Optional<UserId> removed) implements Recipients {}

  /// These users, in the mailboxes of all the sessions they have when it is delivered; no
  /// conversation's log has it.
  ///
  /// @param users each once
  /// @param except a session that knows already, such as the one that made the change
  record Users(List<UserId> users, Optional<SessionId> except) implements Recipients {
    public Users {
      users = List.copyOf(users);
    }
  }

  /// These sessions, in their mailboxes; no conversation's log has it.
  ///
  /// @param sessions each once
  record Sessions(List<SessionId> sessions) implements Recipients {
    public Sessions {
      sessions = List.copyOf(sessions);
    }
  }

  /// Everybody in the conversation.
  static Recipients members() {
    return new Members(Optional.empty());
  }

  /// Everybody in the conversation, and the user who has just left it.
  static Recipients membersAnd(UserId removed) {
    return new Members(Optional.of(removed));
  }

  /// All sessions of these users.
  static Recipients users(List<UserId> users) {
    return new Users(users, Optional.empty());
  }

  /// All sessions of a user, but the one that knows already.
  static Recipients othersOf(UserId user, SessionId knows) {
    return new Users(List.of(user), Optional.of(knows));
  }

  /// The same recipients, at most {@link #MOST_A_MESSAGE} at a time; without recipients nothing.
  default List<Recipients> inParts() {
    return switch (this) {
      case Members _ -> List.of(this);
      case Users(var users, var except) ->
          parts(users).stream().<Recipients>map(some -> new Users(some, except)).toList();
      case Sessions(var sessions) ->
          parts(sessions).stream().<Recipients>map(Sessions::new).toList();
    };
  }

  private static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_A_MESSAGE) {
      parts.add(all.subList(from, Math.min(all.size(), from + MOST_A_MESSAGE)));
    }
    return parts;
  }
}
