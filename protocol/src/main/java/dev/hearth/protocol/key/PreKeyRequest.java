package dev.hearth.protocol.key;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Asks for the keys of a user.
///
/// @param session the device; without it, the user's first
public record PreKeyRequest(UserId user, Optional<SessionId> session) {

  public void writeTo(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("user_id", user.toString());
    session.ifPresent(device -> out.writeStringProperty("session_id", device.toString()));
    out.writeEndObject();
  }
}
