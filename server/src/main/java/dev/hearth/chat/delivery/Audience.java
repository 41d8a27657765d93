package dev.hearth.chat.delivery;

import dev.hearth.chat.log.LogId;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.UserId;
import java.util.List;
import java.util.function.Consumer;

/// Who may see what of the conversations' logs.
public interface Audience {

  /// What a user may see of one log: the entries at `since` up to and including `until`. Somebody
  /// who left and came back has several spans of one log.
  record Span(LogId log, long since, long until) {
    boolean shows(long position) {
      return since <= position && position <= until;
    }
  }

  /// All a user may see, also of conversations they left. May wait for the database.
  List<Span> spans(UserId user);

  /// Calls `each` for everyone who may see what was just said at `position`. Never waits: answers
  /// false, and calls nobody, when that is not known at hand.
  boolean tell(ConversationId conversation, long position, Consumer<UserId> each);

  /// Makes {@link #tell} know of the conversation. May wait for the database.
  void learn(ConversationId conversation);
}
