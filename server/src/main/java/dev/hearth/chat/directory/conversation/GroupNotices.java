package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.protocol.payload.SystemConversation.ConversationAction;
import java.util.Optional;
import java.util.OptionalLong;

/// The messages that tell the members of a conversation what happened to it.
final class GroupNotices {
  private GroupNotices() {}

  static SystemConversation created(UserId actor) {
    return notice(ConversationAction.CREATE, Optional.of(actor), Optional.empty());
  }

  static SystemConversation added(UserId actor, UserId participant) {
    return notice(ConversationAction.ADD, Optional.of(actor), Optional.of(participant));
  }

  static SystemConversation removed(UserId actor, UserId participant) {
    return notice(ConversationAction.REMOVE, Optional.of(actor), Optional.of(participant));
  }

  static SystemConversation joined(UserId participant) {
    return notice(ConversationAction.JOIN, Optional.empty(), Optional.of(participant));
  }

  static SystemConversation exited(UserId participant) {
    return notice(ConversationAction.EXIT, Optional.empty(), Optional.of(participant));
  }

  static SystemConversation role(UserId participant, Role role) {
    return new SystemConversation(
        ConversationAction.ROLE,
        Optional.empty(),
        Optional.of(participant),
        Optional.of(
            switch (role) {
              case OWNER -> SystemConversation.ParticipantRole.OWNER;
              case ADMIN -> SystemConversation.ParticipantRole.ADMIN;
              case MEMBER -> SystemConversation.ParticipantRole.MEMBER;
            }),
        OptionalLong.empty());
  }

  /// Look at the conversation again. Clients say nothing about it.
  static SystemConversation updated(UserId actor) {
    return notice(ConversationAction.UPDATE, Optional.of(actor), Optional.empty());
  }

  static SystemConversation expiring(UserId actor, int seconds) {
    return new SystemConversation(
        ConversationAction.EXPIRE,
        Optional.of(actor),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.of(seconds));
  }

  private static SystemConversation notice(
      ConversationAction action, Optional<UserId> actor, Optional<UserId> participant) {
    return new SystemConversation(
        action, actor, participant, Optional.empty(), OptionalLong.empty());
  }
}
