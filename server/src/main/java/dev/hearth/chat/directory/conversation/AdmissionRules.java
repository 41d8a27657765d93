package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Preferences.AllowedUsers;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides who may create which conversation, and whom they may bring into it. A refusal is an
/// objection; no objection means yes.
final class AdmissionRules {
  private static final int NAMED_BY_HASH = 3;
  private static final String NO_SUCH_USER = "There is no user of this id.";

  private final Accounts accounts;
  private final Relationships relationships;
  private final int mostMembers;

  AdmissionRules(Accounts accounts, Relationships relationships, int mostMembers) {
    this.accounts = accounts;
    this.relationships = relationships;
    this.mostMembers = mostMembers;
  }

  /// The users who would be in it: the creator first, everybody once.
  static List<UserId> members(UserId creator, NewConversation wanted) {
    var members = new LinkedHashSet<UserId>();
    members.add(creator);
    members.addAll(wanted.participants());
    return new ArrayList<>(members);
  }

  /// Why it can't be created; empty when it can.
  Optional<Refusal> objection(UserId creator, NewConversation wanted) {
    return switch (wanted.category()) {
      case CONTACT -> objectionToContact(creator, wanted);
      case GROUP -> objectionToGroup(creator, wanted);
    };
  }

  private Optional<Refusal> objectionToContact(UserId creator, NewConversation wanted) {
    var members = members(creator, wanted);
    if (wanted.participants().isEmpty() || members.size() > 2) {
      return Optional.of(Refusal.invalid("participants", "A contact has one other user."));
    }
    var other = members.getLast();
    if (!wanted.id().equals(ConversationId.ofContact(creator, other))) {
      return Optional.of(
          Refusal.invalid("conversation_id", "A contact's id is a hash of its two users' ids."));
    }
    return accounts.findUser(other).isEmpty()
        ? Optional.of(Refusal.invalid("participants", NO_SUCH_USER).at(0))
        : Optional.empty();
  }

  private Optional<Refusal> objectionToGroup(UserId creator, NewConversation wanted) {
    var objection = wanted.description().objection();
    if (objection.isPresent()) {
      return objection;
    }
    var members = members(creator, wanted);
    if (members.size() > mostMembers) {
      return Optional.of(GroupRules.full(mostMembers));
    }
    if (!idMayNameGroup(creator, wanted)) {
      return Optional.of(
          Refusal.invalid(
              "conversation_id", "A group can't have this id, or its random id does not fit."));
    }
    return objectionToAdding(creator, wanted.participants());
  }

  /// Why `actor` can't bring these users into a group.
  Optional<Refusal> objectionToAdding(UserId actor, Collection<UserId> users) {
    int place = 0;
    for (var user : users) {
      if (accounts.findUser(user).isEmpty()) {
        return Optional.of(Refusal.invalid("participants", NO_SUCH_USER).at(place));
      }
      place++;
    }
    return users.stream().allMatch(user -> accepts(user, actor))
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                ErrorCode.FORBIDDEN, "One of them blocks you, or lets only contacts add them."));
  }

  /// Why `user` can't join a group by its code: one of those who manage it blocks them.
  Optional<Refusal> objectionToJoining(UserId user, Conversation group) {
    return group.participants().stream()
            .filter(one -> one.role() != Role.MEMBER)
            .anyMatch(manager -> relationships.blocks(manager.user(), user))
        ? Optional.of(Refusal.of(ErrorCode.FORBIDDEN, "Somebody who manages the group blocks you."))
        : Optional.empty();
  }

  /// The bots among the members.
  Set<UserId> bots(Conversation conversation) {
    return conversation.participants().stream()
        .map(Participant::user)
        .filter(user -> accounts.findUser(user).map(User::bot).orElse(false))
        .collect(Collectors.toSet());
  }

  /// Those of the people who have not added `actor`. Bots are there to be talked to.
  Set<UserId> strangers(UserId actor, Collection<UserId> users) {
    return users.stream()
        .filter(user -> !user.equals(actor))
        .filter(user -> accounts.findUser(user).filter(known -> !known.bot()).isPresent())
        .filter(user -> !relationships.between(user, actor).friend())
        .collect(Collectors.toSet());
  }

  /// Whether `user` lets `actor` bring them into a group.
  private boolean accepts(UserId user, UserId actor) {
    if (user.equals(actor)) {
      return true;
    }
    var relationship = relationships.between(user, actor);
    return !relationship.blocked()
        && (relationship.friend()
            || accounts.findUser(user).orElseThrow().preferences().acceptConversations()
                == AllowedUsers.EVERYBODY);
  }

  // The id of a contact is a hash of two users' ids. If a group could take it before they talk, its
  // owner would read along. So an id that is a hash is only good when it is one of the group's own.
  // Nor may a group have the id under which devices get what belongs to no conversation.
  private static boolean idMayNameGroup(UserId creator, NewConversation wanted) {
    if (wanted.id().equals(Outbox.SYSTEM)) {
      return false;
    }
    return wanted
        .randomId()
        .map(random ->
            ConversationId.ofGroup(creator, wanted.name(), wanted.participants(), random)
                .equals(wanted.id()))
        .orElse(wanted.id().uuid().version() != NAMED_BY_HASH);
  }
}
