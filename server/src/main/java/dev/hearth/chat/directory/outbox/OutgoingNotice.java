package dev.hearth.chat.directory.outbox;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;

/// A message that is still to be put into the log. Its id is drawn or computed once, and kept in
/// the outbox's row: putting it into the log twice stores it once, and nobody can use the id before
/// the server does.
///
/// @param conversation the system's own where it belongs to none
/// @param author the system user, or whom the server speaks for
/// @param createdAt microseconds since the epoch, strictly increasing
public record OutgoingNotice(
    MessageId id,
    ConversationId conversation,
    UserId author,
    String category,
    String payload,
    Recipients recipients,
    long createdAt) {}
