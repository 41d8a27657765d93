package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;

/// Whom a message from the outbox is for.
public sealed interface Recipients {

  /// Everybody in its conversation, through the conversation's log.
  ///
  /// @param removed whose membership ended with this: their sessions get it in their mailboxes, for
  ///   they don't see the conversation's log any more
  record Members(Optional<UserId> removed) implements Recipients {}

  /// These users, in the mailboxes of all the sessions they have when it is delivered; no
  /// conversation's log has it.
  ///
  /// @param except a session that knows already, such as the one that made the change
  record Users(List<UserId> users, Optional<SessionId> except) implements Recipients {
    public Users {
      users = List.copyOf(users);
    }
  }

  /// These sessions, in their mailboxes; no conversation's log has it.
  record Sessions(List<SessionId> sessions) implements Recipients {
    public Sessions {
      sessions = List.copyOf(sessions);
    }
  }
}
