package dev.hearth.sdk;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;

/// A message of this client's user has come further.
///
/// @param message the message, sent by any session of this user
/// @param by who has it, or has read it; in a group the first one to
/// @param at when the server learnt of it; exact to the microsecond, and what [HearthApi#receipts]
///   pages by
public record Receipt(MessageId message, ReceiptStatus status, UserId by, Instant at) {}
