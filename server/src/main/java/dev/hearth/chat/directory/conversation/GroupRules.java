package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Refusal;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides who may do what in a conversation. Each method looks at the group as it is and writes
/// the changes into the edit, or says why not; then nothing of the edit is kept. Asking for a state
/// that the group already has is not a mistake and changes nothing.
final class GroupRules {
  private static final Optional<Refusal> MANAGERS_ONLY =
      Optional.of(
          Refusal.of(ErrorCode.FORBIDDEN, "You are not owner or admin of a group of this id."));
  private static final Optional<Refusal> BELOW_ONLY =
      Optional.of(
          Refusal.of(
              ErrorCode.FORBIDDEN, "One of them is an owner or admin whom you can't remove."));
  private static final Optional<Refusal> OWNER_ONLY =
      Optional.of(
          Refusal.of(
              ErrorCode.FORBIDDEN, "Only the owner of the group gives roles, and to others."));
  private static final Optional<Refusal> WAS_REMOVED =
      Optional.of(
          Refusal.of(ErrorCode.FORBIDDEN, "You were removed: somebody has to add you again."));
  private static final Optional<Refusal> GROUPS_ONLY =
      Optional.of(Refusal.of(ErrorCode.FORBIDDEN, "Only a group can be left."));

  private static final Optional<Refusal> NOT_IN_ANY =
      Optional.of(Refusal.of(ErrorCode.FORBIDDEN, Conversations.NOT_IN_ANY));
  static final Refusal NO_SUCH_CODE =
      Refusal.of(ErrorCode.NOT_FOUND, "There is no group of this code, or not any more.");

  private final int mostMembers;

  GroupRules(int mostMembers) {
    this.mostMembers = mostMembers;
  }

  static Refusal full(int mostMembers) {
    return Refusal.of(ErrorCode.GROUP_FULL, "A group has at most %s members.", mostMembers);
  }

  /// @param strangers those of the users who have not added the actor
  Optional<Refusal> add(
      Conversation group,
      Edit edit,
      UserId actor,
      Collection<UserId> users,
      Set<UserId> strangers) {
    if (!group.group() || !manages(group, actor)) {
      return MANAGERS_ONLY;
    }
    var added = new LinkedHashSet<>(users);
    added.removeIf(user -> group.participant(user).isPresent());
    if (group.size() + added.size() > mostMembers) {
      return Optional.of(full(mostMembers));
    }
    for (UserId user : added) {
      edit.add(user, actor);
      if (strangers.contains(user)) {
        edit.bringInStranger();
      }
    }
    return Optional.empty();
  }

  /// The removed users know the code, so the group gets another one, and the members get a notice
  /// to look.
  Optional<Refusal> remove(Conversation group, Edit edit, UserId actor, Collection<UserId> users) {
    if (!group.group() || !manages(group, actor)) {
      return MANAGERS_ONLY;
    }
    var removed = new LinkedHashSet<>(users);
    removed.removeIf(user -> group.participant(user).isEmpty());
    if (!removed.stream().allMatch(user -> mayRemove(group, actor, user))) {
      return BELOW_ONLY;
    }
    if (!removed.isEmpty()) {
      edit.replaceCode(GroupNotices.updated(actor));
      removed.forEach(user -> edit.remove(user, actor));
    }
    return Optional.empty();
  }

  Optional<Refusal> setRoles(Conversation group, Edit edit, UserId actor, Map<UserId, Role> roles) {
    if (!group.group() || role(group, actor) != Role.OWNER || roles.containsKey(actor)) {
      return OWNER_ONLY;
    }
    Map<UserId, Role> changed = new LinkedHashMap<>();
    for (var wanted : roles.entrySet()) {
      var participant = group.participant(wanted.getKey());
      if (participant.isEmpty()) {
        return Optional.of(Refusal.invalid("user_id", "The user is not in the group."));
      }
      if (wanted.getValue() == Role.OWNER) {
        return Optional.of(Refusal.invalid("role", "A group has one owner."));
      }
      if (participant.get().role() != wanted.getValue()) {
        changed.put(wanted.getKey(), wanted.getValue());
      }
    }
    if (!changed.isEmpty()) {
      edit.setRoles(changed, actor);
    }
    return Optional.empty();
  }

  Optional<Refusal> describe(Conversation group, Edit edit, UserId actor, Description description) {
    if (!group.group() || !manages(group, actor)) {
      return MANAGERS_ONLY;
    }
    if (!description.describes(group)) {
      edit.describe(description, GroupNotices.updated(actor));
    }
    return Optional.empty();
  }

  Optional<Refusal> replaceCode(Conversation group, Edit edit, UserId actor) {
    if (!group.group() || !manages(group, actor)) {
      return MANAGERS_ONLY;
    }
    edit.replaceCode(GroupNotices.updated(actor));
    return Optional.empty();
  }

  /// In a contact either side may.
  Optional<Refusal> expireIn(Conversation conversation, Edit edit, UserId actor, int seconds) {
    boolean may =
        conversation.group()
            ? manages(conversation, actor)
            : conversation.participant(actor).isPresent();
    if (!may) {
      return conversation.group() ? MANAGERS_ONLY : NOT_IN_ANY;
    }
    if (conversation.expireIn() != seconds) {
      edit.expireIn(seconds, GroupNotices.expiring(actor, seconds));
    }
    return Optional.empty();
  }

  /// @param code by which `user` found the group; it may have another one by now
  Optional<Refusal> join(Conversation group, Edit edit, UserId user, String code) {
    if (group.participant(user).isPresent()) {
      return Optional.empty();
    }
    if (!group.codeId().equals(Optional.of(code))) {
      return Optional.of(NO_SUCH_CODE);
    }
    if (edit.wasRemoved(user)) {
      return WAS_REMOVED;
    }
    if (group.size() >= mostMembers) {
      return Optional.of(full(mostMembers));
    }
    edit.admit(user, GroupNotices.joined(user));
    return Optional.empty();
  }

  /// A group whose owner leaves is handed on, so that it can still be managed; one that everybody
  /// has left is closed.
  ///
  /// @param bots of the members
  Optional<Refusal> exit(Conversation group, Edit edit, UserId user, Set<UserId> bots) {
    if (!group.group()) {
      return GROUPS_ONLY;
    }
    if (group.participant(user).isEmpty()) {
      return Optional.empty();
    }
    edit.release(user, GroupNotices.exited(user));
    if (role(group, user) == Role.OWNER) {
      heir(group, user, bots).ifPresent(heir -> edit.setRole(heir, Role.OWNER));
    }
    if (group.size() == 1) {
      edit.close();
    }
    return Optional.empty();
  }

  /// The admin who has been there longest, or else the member who has; bots come after all people,
  /// because few of them can manage a group.
  private static Optional<UserId> heir(Conversation group, UserId leaving, Set<UserId> bots) {
    return group.participants().stream()
        .filter(one -> !one.user().equals(leaving))
        .min(
            Comparator.comparing((Participant one) -> bots.contains(one.user()))
                .thenComparing(Participant::role)
                .thenComparingLong(Participant::since))
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
