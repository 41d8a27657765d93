package dev.hearth.chat.conversation;

import dev.hearth.protocol.UserId;
import java.util.Optional;

/// What the members are told about a change: the payload of a SYSTEM_CONVERSATION message.
///
/// @param actor who did it; empty where clients show the participant as the actor
/// @param participant whom it happened to
/// @param role for `ROLE` only
record Notice(
    Action action, Optional<UserId> actor, Optional<UserId> participant, Optional<Role> role) {
  static final String CATEGORY = "SYSTEM_CONVERSATION";

  enum Action {
    CREATE,
    ADD,
    REMOVE,
    JOIN,
    EXIT,
    ROLE
  }

  static Notice created(UserId actor) {
    return new Notice(Action.CREATE, Optional.of(actor), Optional.empty(), Optional.empty());
  }

  static Notice added(UserId actor, UserId participant) {
    return new Notice(Action.ADD, Optional.of(actor), Optional.of(participant), Optional.empty());
  }

  static Notice removed(UserId actor, UserId participant) {
    return new Notice(
        Action.REMOVE, Optional.of(actor), Optional.of(participant), Optional.empty());
  }

  static Notice joined(UserId participant) {
    return new Notice(Action.JOIN, Optional.empty(), Optional.of(participant), Optional.empty());
  }

  static Notice exited(UserId participant) {
    return new Notice(Action.EXIT, Optional.empty(), Optional.of(participant), Optional.empty());
  }

  static Notice role(UserId participant, Role role) {
    return new Notice(Action.ROLE, Optional.empty(), Optional.of(participant), Optional.of(role));
  }

  /// Ids and names of roles hold nothing that JSON would have to escape.
  String json() {
    var json = new StringBuilder("{\"action\":\"").append(action).append('"');
    actor.ifPresent(user -> json.append(",\"user_id\":\"").append(user).append('"'));
    participant.ifPresent(user -> json.append(",\"participant_id\":\"").append(user).append('"'));
    role.ifPresent(now -> json.append(",\"role\":\"").append(now.wire()).append('"'));
    return json.append('}').toString();
  }
}
