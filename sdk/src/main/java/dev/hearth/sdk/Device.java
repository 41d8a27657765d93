package dev.hearth.sdk;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;

/// A session of a participant.
///
/// @param publicKey its X25519 key, raw-URL base64; empty when it has none
public record Device(UserId user, SessionId session, String publicKey) {}
