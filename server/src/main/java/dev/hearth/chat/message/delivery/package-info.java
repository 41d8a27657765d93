/// Brings each entry to the sessions that may see it.
///
/// Commits from the log come in, in order, and requests and acknowledgements of clients; frames go
/// out to connections, and cursor moves to the log. It guarantees: every session gets every entry
/// it may see, in order, until it acknowledges; an entry whose acknowledgement was answered does
/// not come again; nothing grows with a slow reader, because the log is the queue. Exception: when
/// the log is too busy or the disk is full, an acknowledgement is answered before it is written; if
/// the process ends before the next flush, those entries come again.
///
/// {@link dev.hearth.chat.message.delivery.Feed} is the state machine, one for each connection;
/// {@link dev.hearth.chat.message.delivery.SessionCursors} has the cursors of one session and their
/// lock; {@link dev.hearth.chat.message.delivery.Pass} reads the logs for a feed that missed
/// something.
@NullMarked
package dev.hearth.chat.message.delivery;

import org.jspecify.annotations.NullMarked;
