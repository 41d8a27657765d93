package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.function.Consumer;

/// Knows who may see which entries of the conversations' logs. It may wait for the database, unless
/// it is {@link #inMemory}.
public interface Audience {

  /// A part of a log that a user may see: the entries from `since` up to and including `until`.
  /// Somebody who left and came back has several spans of one log.
  record Span(LogId log, long since, long until) {
    boolean shows(long position) {
      return since <= position && position <= until;
    }
  }

  /// The same, for threads that never wait: each call throws {@link
  /// dev.hearth.platform.runtime.NotInMemory} when it would have to, before it has called anybody.
  Audience inMemory();

  /// All a user may see, also of conversations they left.
  List<Span> spans(UserId user);

  /// The largest position up to `stored` for which {@link #spans} says all there will ever be: a
  /// change of the user's memberships under way has stamped what it changes with a later one. Never
  /// waits.
  long settled(UserId user, long stored);

  /// Calls `each` for everyone who may see the entry that was just committed at `position`, also
  /// when they left since. Returns whether the conversation exists.
  boolean forEachMemberAt(ConversationId conversation, long position, Consumer<UserId> each);
}
