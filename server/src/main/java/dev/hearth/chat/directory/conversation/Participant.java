package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.UserId;

/// Somebody who is in a conversation now.
///
/// @param since microseconds since the epoch: they see what was said after it
public record Participant(UserId user, Role role, long since) {}
