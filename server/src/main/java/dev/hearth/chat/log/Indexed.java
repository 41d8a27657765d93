package dev.hearth.chat.log;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.MessageStatus;
import dev.hearth.protocol.UserId;

/// What is known of a message by its id, also after its entries are gone.
///
/// @param receipted whether its author may be told how far it came
public record Indexed(
    MessageId id,
    ConversationId conversation,
    UserId author,
    long position,
    MessageStatus status,
    boolean receipted) {}
