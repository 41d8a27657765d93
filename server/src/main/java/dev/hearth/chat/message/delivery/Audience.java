package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.function.Consumer;

/// Knows who may see which entries of the conversations' logs.
public interface Audience {

  /// A part of a log that a user may see: the entries from `since` up to and including `until`.
  /// Somebody who left and came back has several spans of one log.
  record Span(LogId log, long since, long until) {
    boolean shows(long position) {
      return since <= position && position <= until;
    }
  }

  /// All a user may see, also of conversations they left. May wait for the database.
  List<Span> spans(UserId user);

  /// The largest position up to `stored` for which {@link #spans} says all there will ever be: a
  /// change of members under way has stamped what it changes with a later one.
  default long settled(long stored) {
    return stored;
  }

  /// Calls `each` for everyone who may see the entry that was just committed at `position`, also
  /// when they left since. Never waits: returns false, and calls nobody, when that is not known at
  /// hand.
  boolean tell(ConversationId conversation, long position, Consumer<UserId> each);

  /// The same as {@link #tell}, but may wait for the database: answers false only for a
  /// conversation that does not exist.
  boolean tellWaiting(ConversationId conversation, long position, Consumer<UserId> each);
}
