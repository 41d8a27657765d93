package dev.hearth.chat.log;

import dev.hearth.protocol.SessionId;

/// Where a session's cursor over a log now stands.
public record CursorMove(SessionId session, LogId log, Cursor cursor) {}
