package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.protocol.payload.SystemConversation.Action;
import java.util.Optional;
import java.util.OptionalLong;

/// The messages that tell the members of a conversation what happened to it.
final class GroupNotices {
  private GroupNotices() {}

  static SystemConversation created(UserId actor) {
    return notice(Action.CREATE, Optional.of(actor), Optional.empty());
  }

  static SystemConversation added(UserId actor, UserId participant) {
    return notice(Action.ADD, Optional.of(actor), Optional.of(participant));
  }

  static SystemConversation removed(UserId actor, UserId participant) {
    return notice(Action.REMOVE, Optional.of(actor), Optional.of(participant));
  }

  static SystemConversation joined(UserId participant) {
    return notice(Action.JOIN, Optional.empty(), Optional.of(participant));
  }

  static SystemConversation exited(UserId participant) {
    return notice(Action.EXIT, Optional.empty(), Optional.of(participant));
  }

  static SystemConversation role(UserId participant, Role role) {
    return new SystemConversation(
        Action.ROLE,
        Optional.empty(),
        Optional.of(participant),
        Optional.of(
            switch (role) {
              case OWNER -> SystemConversation.Role.OWNER;
              case ADMIN -> SystemConversation.Role.ADMIN;
              case MEMBER -> SystemConversation.Role.MEMBER;
            }),
        OptionalLong.empty());
  }

  /// Look at the conversation again. Clients say nothing about it.
  static SystemConversation updated(UserId actor) {
    return notice(Action.UPDATE, Optional.of(actor), Optional.empty());
  }

  static SystemConversation expiring(UserId actor, int seconds) {
    return new SystemConversation(
        Action.EXPIRE,
        Optional.of(actor),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.of(seconds));
  }

  private static SystemConversation notice(
      Action action, Optional<UserId> actor, Optional<UserId> participant) {
    return new SystemConversation(
        action, actor, participant, Optional.empty(), OptionalLong.empty());
  }
}
