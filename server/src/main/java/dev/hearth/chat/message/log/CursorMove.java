package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.SessionId;

/// Where a session's cursor over a log now stands.
public record CursorMove(SessionId session, LogId log, Cursor cursor) {

  /// The same, as far as one of the two came.
  CursorMove merge(CursorMove other) {
    return new CursorMove(session, log, cursor.merge(other.cursor));
  }
}
