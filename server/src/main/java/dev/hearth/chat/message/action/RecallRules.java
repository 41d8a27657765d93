package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Participant;
import dev.hearth.chat.directory.conversation.Role;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;

/// Decides who may recall which message. Clients erase any message that a recall names without a
/// check, so this is the only guard.
///
/// @param in the conversation of the recall
/// @param by the author of the recall
/// @param since the position of the oldest message that can still be recalled
record RecallRules(Conversation in, UserId by, long since) {
  /// Clients offer to recall a message for this long.
  static final Duration MOST_AGE = Duration.ofDays(30);

  boolean allow(Indexed target) {
    return target.conversation().equals(in.id())
        && target.position() >= since
        // Keys, notices and recalls are said behind the scenes: others rely on them.
        && target.receipted()
        && (target.author().equals(by) || allowForAnother(target));
  }

  /// In a group, managers may recall a message that went to all, but not one that was meant for
  /// somebody else alone. Between two people nobody recalls the other's messages: they are
  /// evidence, also against a bot that somebody has taken over.
  private boolean allowForAnother(Indexed target) {
    return in.group()
        && target.saidToAll()
        && switch (role(by)) {
          case OWNER -> true;
          case ADMIN -> role(target.author()) == Role.MEMBER;
          case MEMBER -> false;
        };
  }

  private Role role(UserId user) {
    return in.participant(user).map(Participant::role).orElse(Role.MEMBER);
  }
}
