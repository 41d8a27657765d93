package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.protocol.id.MessageId;
import java.util.List;
import java.util.Optional;

/// Moves the cursor of a session over messages that are in none of its windows: they are looked up
/// in the store. Waits for the store and the database.
///
/// @param audience which logs a session may see
record StoredMessages(LogStore store, Audience audience) {

  /// Returns whether that is news for the author: the session may see the message, and its user did
  /// not write it.
  boolean acknowledgeStored(SessionCursors cursors, MessageId id) {
    Optional<Indexed> known = store.find(id);
    return known.isPresent()
        && moveOver(cursors, known.get())
        && !known.get().author().equals(cursors.user());
  }

  /// Answers whether the session may see the message at all.
  private boolean moveOver(SessionCursors cursors, Indexed known) {
    LogId mailbox = LogId.mailbox(cursors.session());
    Optional<Entry> mine = store.find(known.id(), mailbox);
    if (mine.isPresent()) {
      var whole = List.of(new Audience.Span(mailbox, 0, Long.MAX_VALUE));
      cursors.acknowledgeStored(mine.get(), cursor(cursors, mailbox, whole));
      return true;
    }
    if (!known.saidToAll()) {
      return false;
    }
    LogId conversation = LogId.of(known.conversation());
    List<Audience.Span> spans =
        audience.spans(cursors.user()).stream()
            .filter(span -> span.log().equals(conversation))
            .toList();
    if (spans.stream().noneMatch(span -> span.shows(known.position()))) {
      return false;
    }
    Optional<Entry> shared = store.find(known.id(), conversation);
    shared.ifPresent(
        entry -> cursors.acknowledgeStored(entry, cursor(cursors, conversation, spans)));
    return true;
  }

  private Cursor cursor(SessionCursors cursors, LogId log, List<Audience.Span> spans) {
    return store.cursor(cursors.session(), log).orElseGet(() -> cursors.beginning(spans));
  }
}
