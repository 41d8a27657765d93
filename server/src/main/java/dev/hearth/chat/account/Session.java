package dev.hearth.chat.account;

import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.SessionKey;
import dev.hearth.protocol.UserId;

/// A device a user is signed in with.
///
/// @param key what its tokens are checked with
/// @param pinToken what clients derive the key from that hides a PIN; standard base64, padded
/// @param platform `iOS`, `Android`, `Desktop`, or `` when it isn't known
/// @param createdAt microseconds since the epoch
public record Session(
    SessionId id, UserId user, SessionKey key, String pinToken, String platform, long createdAt) {}
