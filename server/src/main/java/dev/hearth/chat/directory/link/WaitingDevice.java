package dev.hearth.chat.directory.link;

import dev.hearth.protocol.id.Uuids;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A device that waits to be linked, under an id that tells since when: see {@link DeviceIds}.
///
/// @param expiresAt until then it may be answered
public record WaitingDevice(UUID id, Instant expiresAt) {

  /// The id in `text`; empty when it is not an id. Whether we gave it is another question.
  public static Optional<UUID> findId(String text) {
    return Uuids.find(text);
  }
}
