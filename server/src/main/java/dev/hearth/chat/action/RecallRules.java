package dev.hearth.chat.action;

import dev.hearth.chat.conversation.Conversation;
import dev.hearth.chat.conversation.Participant;
import dev.hearth.chat.conversation.Role;
import dev.hearth.chat.log.Indexed;
import dev.hearth.protocol.UserId;
import java.time.Duration;

/// Who may take back what. Clients erase whatever message a recall names and ask nobody, so this is
/// the only guard there is.
///
/// @param in where the recall is said
/// @param by who says it
/// @param since the position of the oldest message that can still be taken back
record RecallRules(Conversation in, UserId by, long since) {
  /// Clients offer it for so long.
  static final Duration MOST_AGE = Duration.ofDays(30);

  boolean allow(Indexed target) {
    return target.conversation().equals(in.id())
        && target.position() >= since
        // Keys, notices and recalls are said behind the scenes: others rely on them.
        && target.receipted()
        && (target.author().equals(by) || allowForAnother(target));
  }

  /// In a group, who manages it takes back what all have heard; not what was meant for somebody
  /// else alone. Between two nobody does: what the other one said is evidence, also against a bot
  /// that somebody has taken over.
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
