package dev.hearth.chat.message.log;

import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;

/// A message of `author` came further: `reader` was the first to have it or to read it.
///
/// @param sentAt the message's position
/// @param changedAt microseconds, strictly increasing per author: what clients page by
public record Receipt(
    UserId author,
    MessageId message,
    UserId reader,
    MessageStatus status,
    long sentAt,
    long changedAt) {}
