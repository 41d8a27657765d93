package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.OptionalLong;

/// `SYSTEM_CONVERSATION`: what happened to a conversation.
///
/// @param actor who did it; empty where clients show the participant as the actor
/// @param participant whom it happened to; for ADD, REMOVE, JOIN, EXIT and ROLE, and for UPDATE
///   when it is about one of them
/// @param role for ROLE alone
/// @param expireIn for EXPIRE alone: seconds after reading at which messages disappear; 0 is never
public record SystemConversation(
    ConversationAction action,
    Optional<UserId> actor,
    Optional<UserId> participant,
    Optional<ParticipantRole> role,
    OptionalLong expireIn)
    implements Payload {

  public enum ConversationAction {
    CREATE,
    ADD,
    REMOVE,
    JOIN,
    EXIT,
    ROLE,
    UPDATE,
    EXPIRE
  }

  /// The role of a participant.
  public enum ParticipantRole {
    OWNER,
    ADMIN,
    MEMBER;

    private String wire() {
      return this == MEMBER ? "" : name();
    }
  }

  /// @throws IllegalArgumentException when it lacks what its action needs
  public SystemConversation {
    switch (action) {
      case ADD, REMOVE, JOIN, EXIT ->
          Bounds.check(participant.isPresent(), "participant_id is missing");
      case ROLE -> {
        Bounds.check(participant.isPresent(), "participant_id is missing");
        Bounds.check(role.isPresent(), "role is missing");
      }
      case EXPIRE -> {
        Bounds.check(expireIn.isPresent(), "expire_in is missing");
        Bounds.notNegative("expire_in", expireIn.getAsLong());
      }
      case CREATE, UPDATE -> {}
    }
    role = action == ConversationAction.ROLE ? role : Optional.empty();
    expireIn = action == ConversationAction.EXPIRE ? expireIn : OptionalLong.empty();
  }

  public static Reading<SystemConversation> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new SystemConversation(
                fields.named("action", ConversationAction.values()),
                fields.id("user_id").map(UserId::new),
                fields.id("participant_id").map(UserId::new),
                role(fields),
                fields.number("expire_in")));
  }

  private static Optional<ParticipantRole> role(Fields fields) {
    return switch (fields.textOr("role")) {
      case "OWNER" -> Optional.of(ParticipantRole.OWNER);
      case "ADMIN" -> Optional.of(ParticipantRole.ADMIN);
      case "" -> Optional.of(ParticipantRole.MEMBER);
      default -> Optional.empty();
    };
  }

  @Override
  public String category() {
    return "SYSTEM_CONVERSATION";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("action", action.name());
      PayloadJson.write(out, "user_id", actor);
      PayloadJson.write(out, "participant_id", participant);
      PayloadJson.write(out, "role", role.map(ParticipantRole::wire));
      expireIn.ifPresent(seconds -> out.writeNumberProperty("expire_in", seconds));
    });
  }
}
