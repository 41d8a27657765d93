package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.UUID;

/// `SYSTEM_CIRCLE`: another session of this user changed a circle, or what is in it.
///
/// @param conversation for ADD and REMOVE: what it is about
/// @param user the other person of that conversation, when it is a contact's
public record SystemCircle(
    CircleAction action, UUID circle, Optional<ConversationId> conversation, Optional<UserId> user)
    implements Payload {

  public enum CircleAction {
    CREATE,
    DELETE,
    UPDATE,
    ADD,
    REMOVE
  }

  public static Reading<SystemCircle> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new SystemCircle(
                fields.named("action", CircleAction.values()),
                fields.needId("circle_id"),
                fields.id("conversation_id").map(ConversationId::new),
                fields.id("user_id").map(UserId::new)));
  }

  @Override
  public String category() {
    return "SYSTEM_CIRCLE";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("action", action.name());
      out.writeStringProperty("circle_id", circle.toString());
      PayloadJson.write(out, "conversation_id", conversation);
      PayloadJson.write(out, "user_id", user);
    });
  }
}
