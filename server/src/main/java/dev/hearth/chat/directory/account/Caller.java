package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;

/// The user who asks, on one of their devices.
///
/// @param bot whether the user is an app
/// @param since when the session was made, in microseconds since the epoch
public record Caller(UserId user, SessionId session, boolean bot, long since) {}
