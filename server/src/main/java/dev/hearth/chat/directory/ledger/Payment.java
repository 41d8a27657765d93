package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.util.UUID;

/// A transfer that somebody has prepared for others to make.
///
/// @param code leads to it, as a link or a picture
/// @param trace under which it is to be made
/// @param paid whether it was made
/// @param createdAt microseconds since the epoch
public record Payment(
    UUID code,
    TraceId trace,
    Asset asset,
    UserId payee,
    Quantity quantity,
    String memo,
    boolean paid,
    long createdAt) {}
