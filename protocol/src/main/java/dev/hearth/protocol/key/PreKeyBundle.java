package dev.hearth.protocol.key;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The keys that a device left with the server for those who want to begin a session with it.
///
/// @param oneTime given to one asker only; empty when the device has none left
/// @param registrationId 1 to 16,380
public record PreKeyBundle(
    UserId user,
    SessionId session,
    int registrationId,
    Curve25519PublicKey identity,
    SignedPreKey signed,
    Optional<OneTimePreKey> oneTime) {

  /// Writes it as an object.
  public void writeTo(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("user_id", user.toString());
    out.writeStringProperty("session_id", session.toString());
    out.writeNumberProperty("registration_id", registrationId);
    out.writeStringProperty("identity_key", identity.toString());
    out.writeName("signed_pre_key");
    signed.writeTo(out);
    // Clients want the object even without a key: all but one of them take an empty text as absent.
    out.writeObjectPropertyStart("one_time_pre_key");
    out.writeNumberProperty("key_id", oneTime.map(OneTimePreKey::id).orElse(0L));
    out.writeStringProperty("pub_key", oneTime.map(key -> key.key().toString()).orElse(""));
    out.writeEndObject();
    out.writeEndObject();
  }
}
