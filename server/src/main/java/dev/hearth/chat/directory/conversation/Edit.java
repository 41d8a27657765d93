package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemConversation;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One change of a conversation, within its transaction: each step is written together with what
/// the members are told about it.
final class Edit {
  /// How many changes of roles are told to all members one by one: the notices of a change grow
  /// with their number times that of the members.
  static final int MOST_TOLD_TO_ALL = 16;

  private final Transaction tx;
  private final ConversationId conversation;
  private final int membersBefore;
  private boolean changed;
  private int joined;
  private int toMembers;
  private int toUsers;
  private int strangers;

  /// @param membersBefore how many members there were before
  Edit(Transaction tx, ConversationId conversation, int membersBefore) {
    this.tx = tx;
    this.conversation = conversation;
    this.membersBefore = membersBefore;
  }

  void begin(UserId user, Role role, long since) {
    ConversationTable.begin(tx, conversation, new Participant(user, role, since));
    joined++;
    changed = true;
  }

  void admit(UserId user, SystemConversation notice) {
    begin(user, Role.MEMBER, tx.stamp(List.of(user)));
    tell(notice);
  }

  /// Lets somebody in whom a manager has added: that they were removed once is forgotten.
  void add(UserId user, UserId by) {
    RemovalTable.delete(tx.handle(), conversation, user);
    admit(user, GroupNotices.added(by, user));
  }

  /// Puts somebody out. No code lets them in until a manager adds them.
  void remove(UserId user, UserId by) {
    RemovalTable.put(tx.handle(), conversation, user, by, tx.stamp());
    release(user, GroupNotices.removed(by, user));
  }

  boolean wasRemoved(UserId user) {
    return RemovalTable.contains(tx.handle(), conversation, user);
  }

  void release(UserId user, SystemConversation notice) {
    ConversationTable.end(tx, conversation, user, tx.stamp(List.of(user)));
    changed = true;
    tell(notice, Recipients.membersAnd(user));
  }

  void setRole(UserId user, Role role) {
    ConversationTable.setRole(tx, conversation, user, role);
    changed = true;
    tell(GroupNotices.role(user, role));
  }

  /// Changes the roles of several users. All members hear of each change; beyond {@link
  /// #MOST_TOLD_TO_ALL} changes each user hears of their own, and all members get one notice to
  /// look at the conversation.
  void setRoles(Map<UserId, Role> roles, UserId by) {
    if (roles.size() <= MOST_TOLD_TO_ALL) {
      roles.forEach(this::setRole);
      return;
    }
    roles.forEach((user, role) -> {
      ConversationTable.setRole(tx, conversation, user, role);
      tx.tell(conversation, Recipients.users(List.of(user)), GroupNotices.role(user, role));
      toUsers++;
    });
    changed = true;
    tell(GroupNotices.updated(by));
  }

  void describe(Description description, SystemConversation notice) {
    ConversationTable.describe(tx, conversation, description);
    changed = true;
    tell(notice);
  }

  void replaceCode(SystemConversation notice) {
    ConversationTable.setCode(tx, conversation, UUID.randomUUID().toString());
    changed = true;
    tell(notice);
  }

  /// Nobody is in it any more: no code lets anybody in.
  void close() {
    ConversationTable.removeCode(tx, conversation);
    changed = true;
  }

  void expireIn(int seconds, SystemConversation notice) {
    ConversationTable.setExpireIn(tx, conversation, seconds);
    changed = true;
    tell(notice);
  }

  void tell(SystemConversation notice) {
    tell(notice, Recipients.members());
  }

  private void tell(SystemConversation notice, Recipients recipients) {
    toMembers++;
    tx.tell(conversation, recipients, notice);
  }

  /// Counts somebody who was brought in and has not added the user who does it.
  void bringInStranger() {
    strangers++;
  }

  int strangers() {
    return strangers;
  }

  /// How many notices go out: one for each person and each change that they hear of.
  long told() {
    return (long) toMembers * (membersBefore + joined) + toUsers;
  }

  boolean changed() {
    return changed;
  }
}
