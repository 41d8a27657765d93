package dev.hearth.chat.directory.pin;

import java.util.UUID;

/// A wrong attempt.
///
/// @param at microseconds since the epoch
public record PinFailure(UUID id, long at) {}
