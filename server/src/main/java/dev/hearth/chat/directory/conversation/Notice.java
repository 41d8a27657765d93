package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// Tells the members about a change: the payload of a SYSTEM_CONVERSATION message.
///
/// @param actor who did it; empty where clients show the participant as the actor
/// @param participant whom it happened to
/// @param role for `ROLE` only
/// @param expireIn for `EXPIRE` only, in seconds
record Notice(
    Action action,
    Optional<UserId> actor,
    Optional<UserId> participant,
    Optional<Role> role,
    Optional<Integer> expireIn) {
  static final String CATEGORY = "SYSTEM_CONVERSATION";

  enum Action {
    CREATE,
    ADD,
    REMOVE,
    JOIN,
    EXIT,
    ROLE,
    /// Look at the conversation again. Clients say nothing about it.
    UPDATE,
    EXPIRE
  }

  private static Notice of(Action action, Optional<UserId> actor, Optional<UserId> participant) {
    return new Notice(action, actor, participant, Optional.empty(), Optional.empty());
  }

  static Notice created(UserId actor) {
    return of(Action.CREATE, Optional.of(actor), Optional.empty());
  }

  static Notice added(UserId actor, UserId participant) {
    return of(Action.ADD, Optional.of(actor), Optional.of(participant));
  }

  static Notice removed(UserId actor, UserId participant) {
    return of(Action.REMOVE, Optional.of(actor), Optional.of(participant));
  }

  static Notice joined(UserId participant) {
    return of(Action.JOIN, Optional.empty(), Optional.of(participant));
  }

  static Notice exited(UserId participant) {
    return of(Action.EXIT, Optional.empty(), Optional.of(participant));
  }

  static Notice role(UserId participant, Role role) {
    return new Notice(
        Action.ROLE,
        Optional.empty(),
        Optional.of(participant),
        Optional.of(role),
        Optional.empty());
  }

  static Notice updated(UserId actor) {
    return of(Action.UPDATE, Optional.of(actor), Optional.empty());
  }

  static Notice expiring(UserId actor, int seconds) {
    return new Notice(
        Action.EXPIRE,
        Optional.of(actor),
        Optional.empty(),
        Optional.empty(),
        Optional.of(seconds));
  }

  /// Ids and names of roles hold nothing that JSON would have to escape.
  String json() {
    var json = new StringBuilder("{\"action\":\"").append(action).append('"');
    actor.ifPresent(user -> json.append(",\"user_id\":\"").append(user).append('"'));
    participant.ifPresent(user -> json.append(",\"participant_id\":\"").append(user).append('"'));
    role.ifPresent(now -> json.append(",\"role\":\"").append(now.wire()).append('"'));
    expireIn.ifPresent(seconds -> json.append(",\"expire_in\":").append(seconds));
    return json.append('}').toString();
  }
}
