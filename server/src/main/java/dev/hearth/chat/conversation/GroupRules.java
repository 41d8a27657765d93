package dev.hearth.chat.conversation;

import dev.hearth.protocol.ErrorCode;
import dev.hearth.protocol.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/// Who may do what in a conversation. Each method looks at the group as it is, writes into the edit
/// what is to change, or says why not; then nothing of the edit is kept. To ask for what already is
/// so is no mistake and changes nothing.
final class GroupRules {
  private static final Optional<Outcome.Refused> FORBIDDEN =
      Optional.of(Outcome.refused(ErrorCode.FORBIDDEN));

  private final int mostMembers;

  GroupRules(int mostMembers) {
    this.mostMembers = mostMembers;
  }

  Optional<Outcome.Refused> add(
      Conversation group, Edit edit, UserId actor, Collection<UserId> users) {
    if (!group.group() || !manages(group, actor)) {
      return FORBIDDEN;
    }
    var added = new LinkedHashSet<>(users);
    added.removeIf(user -> group.participant(user).isPresent());
    if (group.size() + added.size() > mostMembers) {
      return Optional.of(Outcome.refused(ErrorCode.GROUP_FULL));
    }
    added.forEach(user -> edit.admit(user, Notice.added(actor, user)));
    return Optional.empty();
  }

  Optional<Outcome.Refused> remove(
      Conversation group, Edit edit, UserId actor, Collection<UserId> users) {
    if (!group.group() || !manages(group, actor)) {
      return FORBIDDEN;
    }
    var removed = new LinkedHashSet<>(users);
    removed.removeIf(user -> group.participant(user).isEmpty());
    if (!removed.stream().allMatch(user -> mayRemove(group, actor, user))) {
      return FORBIDDEN;
    }
    removed.forEach(user -> edit.release(user, Notice.removed(actor, user)));
    return Optional.empty();
  }

  Optional<Outcome.Refused> setRoles(
      Conversation group, Edit edit, UserId actor, Map<UserId, Role> roles) {
    if (!group.group() || role(group, actor) != Role.OWNER || roles.containsKey(actor)) {
      return FORBIDDEN;
    }
    for (var wanted : roles.entrySet()) {
      var participant = group.participant(wanted.getKey());
      if (participant.isEmpty()) {
        return Optional.of(Outcome.invalid("user_id"));
      }
      if (wanted.getValue() == Role.OWNER) {
        return Optional.of(Outcome.invalid("role"));
      }
      if (participant.get().role() != wanted.getValue()) {
        edit.setRole(wanted.getKey(), wanted.getValue());
      }
    }
    return Optional.empty();
  }

  Optional<Outcome.Refused> describe(
      Conversation group, Edit edit, UserId actor, Description description) {
    if (!group.group() || !manages(group, actor)) {
      return FORBIDDEN;
    }
    if (!description.describes(group)) {
      edit.describe(description, Notice.updated(actor));
    }
    return Optional.empty();
  }

  Optional<Outcome.Refused> replaceCode(Conversation group, Edit edit, UserId actor) {
    if (!group.group() || !manages(group, actor)) {
      return FORBIDDEN;
    }
    edit.replaceCode(Notice.updated(actor));
    return Optional.empty();
  }

  /// In a contact either side may.
  Optional<Outcome.Refused> expireIn(
      Conversation conversation, Edit edit, UserId actor, int seconds) {
    boolean may =
        conversation.group()
            ? manages(conversation, actor)
            : conversation.participant(actor).isPresent();
    if (!may) {
      return FORBIDDEN;
    }
    if (conversation.expireIn() != seconds) {
      edit.expireIn(seconds, Notice.expiring(actor, seconds));
    }
    return Optional.empty();
  }

  Optional<Outcome.Refused> join(Conversation group, Edit edit, UserId user) {
    if (group.participant(user).isPresent()) {
      return Optional.empty();
    }
    if (group.size() >= mostMembers) {
      return Optional.of(Outcome.refused(ErrorCode.GROUP_FULL));
    }
    edit.admit(user, Notice.joined(user));
    return Optional.empty();
  }

  /// A group whose owner leaves is handed on, so that it can still be managed.
  Optional<Outcome.Refused> exit(Conversation group, Edit edit, UserId user) {
    if (!group.group()) {
      return FORBIDDEN;
    }
    if (group.participant(user).isEmpty()) {
      return Optional.empty();
    }
    edit.release(user, Notice.exited(user));
    if (role(group, user) == Role.OWNER) {
      heir(group, user).ifPresent(heir -> edit.setRole(heir, Role.OWNER));
    }
    return Optional.empty();
  }

  /// The admin who has been there longest, or else the member who has.
  private static Optional<UserId> heir(Conversation group, UserId leaving) {
    return group.participants().stream()
        .filter(one -> !one.user().equals(leaving))
        .min(Comparator.comparing(Participant::role).thenComparingLong(Participant::since))
        .map(Participant::user);
  }

  private static boolean manages(Conversation group, UserId actor) {
    return group.participant(actor).isPresent() && role(group, actor) != Role.MEMBER;
  }

  /// Managers don't remove their like or better, nor themselves.
  private static boolean mayRemove(Conversation group, UserId actor, UserId user) {
    return role(group, actor).compareTo(role(group, user)) < 0;
  }

  private static Role role(Conversation group, UserId user) {
    return group.participant(user).map(Participant::role).orElse(Role.MEMBER);
  }
}
