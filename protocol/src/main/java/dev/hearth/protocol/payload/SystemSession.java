package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// `SYSTEM_SESSION`: a desktop was linked to this phone, or isn't any more.
///
/// @param publicKey of the session that was linked, up to 1,024 characters
public record SystemSession(
    SessionAction action, UserId user, SessionId session, Optional<String> publicKey)
    implements Payload {

  public enum SessionAction {
    PROVISION,
    DESTROY
  }

  /// @throws IllegalArgumentException when the key is too long
  public SystemSession {
    Bounds.atMost("public_key", publicKey, Bounds.NAME);
  }

  public static Reading<SystemSession> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new SystemSession(
                fields.named("action", SessionAction.values()),
                new UserId(fields.needId("user_id")),
                new SessionId(fields.needId("session_id")),
                fields.text("public_key")));
  }

  @Override
  public String category() {
    return "SYSTEM_SESSION";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("action", action.name());
      out.writeStringProperty("user_id", user.toString());
      out.writeStringProperty("session_id", session.toString());
      PayloadJson.write(out, "public_key", publicKey);
    });
  }
}
