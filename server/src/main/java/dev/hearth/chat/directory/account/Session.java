package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKey;
import java.util.Optional;
import java.util.OptionalInt;

/// A device a user is signed in with.
///
/// @param key what its tokens are checked with
/// @param pinToken what clients derive the key from that hides a PIN; standard base64, padded
/// @param platform `iOS`, `Android`, `Desktop`, or `` when it isn't known
/// @param name what the device calls itself to its owner; "" for one that says nothing
/// @param registrationId the number that the device gave when it signed in; none when the operator
///   signed it in
/// @param linkedBy the device that linked it; none for one that signed in by itself
/// @param createdAt microseconds since the epoch
public record Session(
    SessionId id,
    UserId user,
    SessionKey key,
    String pinToken,
    String platform,
    String name,
    OptionalInt registrationId,
    Optional<SessionId> linkedBy,
    long createdAt) {

  /// Whether it signed in by itself, rather than being linked by another.
  public boolean primary() {
    return linkedBy.isEmpty();
  }
}
