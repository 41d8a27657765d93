package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.UserId;
import java.util.Set;

/// The outcome of sealing a message for some devices.
public sealed interface Sealed {

  /// @param checksum of all devices it was sealed for, and of our own where that is among them
  record Box(@SuppressWarnings("ArrayRecordComponent") byte[] payload, String checksum)
      implements Sealed {}

  /// The server names other keys than before of devices of these users. It is not sealed.
  record KeysInDoubt(Set<UserId> users) implements Sealed {}

  /// It can't be sealed for all of them, and is not sent to any: what was to be protected is not
  /// sent unprotected.
  record Impossible(String why) implements Sealed {}
}
