package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// One change of a conversation, within its transaction: each step is written together with what
/// the members are told about it.
final class Edit {
  /// How many changes of roles are told to all members one by one: the notices of a change grow
  /// with their number times that of the members.
  static final int MOST_TOLD_TO_ALL = 16;

  private final Handle handle;
  private final ConversationId conversation;
  private final Outbox outbox;
  private final Consumer<UserId> touched;
  private final List<UserId> joined = new ArrayList<>();
  private final List<UserId> left = new ArrayList<>();
  private final int audience;
  private boolean changed;
  private int toMembers;
  private int toUsers;
  private int strangers;

  /// @param touched hears of each user whose membership changes, before that is stamped
  /// @param audience how many members there were before
  Edit(
      Handle handle,
      ConversationId conversation,
      Outbox outbox,
      Consumer<UserId> touched,
      int audience) {
    this.handle = handle;
    this.conversation = conversation;
    this.outbox = outbox;
    this.touched = touched;
    this.audience = audience;
  }

  void begin(UserId user, Role role, long since) {
    ConversationTable.begin(handle, conversation, new Participant(user, role, since));
    joined.add(user);
    changed = true;
  }

  void admit(UserId user, Notice notice) {
    touched.accept(user);
    begin(user, Role.MEMBER, outbox.stamps().next());
    tell(notice);
  }

  /// Lets somebody in whom a manager has added: that they were removed once is forgotten.
  void add(UserId user, UserId by) {
    RemovalTable.delete(handle, conversation, user);
    admit(user, Notice.added(by, user));
  }

  /// Puts somebody out. No code lets them in until a manager adds them.
  void remove(UserId user, UserId by) {
    RemovalTable.put(handle, conversation, user, by, outbox.stamps().next());
    release(user, Notice.removed(by, user));
  }

  boolean wasRemoved(UserId user) {
    return RemovalTable.contains(handle, conversation, user);
  }

  void release(UserId user, Notice notice) {
    touched.accept(user);
    ConversationTable.end(handle, conversation, user, outbox.stamps().next());
    left.add(user);
    changed = true;
    tell(notice, Optional.of(user));
  }

  void setRole(UserId user, Role role) {
    ConversationTable.setRole(handle, conversation, user, role);
    changed = true;
    tell(Notice.role(user, role));
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
      ConversationTable.setRole(handle, conversation, user, role);
      outbox.tellUser(handle, user, conversation, Notice.role(user, role));
      toUsers++;
    });
    changed = true;
    tell(Notice.updated(by));
  }

  void describe(Description description, Notice notice) {
    ConversationTable.describe(handle, conversation, description);
    changed = true;
    tell(notice);
  }

  void replaceCode(Notice notice) {
    ConversationTable.setCode(handle, conversation, UUID.randomUUID().toString());
    changed = true;
    tell(notice);
  }

  /// Nobody is in it any more: no code lets anybody in.
  void close() {
    ConversationTable.removeCode(handle, conversation);
    changed = true;
  }

  void expireIn(int seconds, Notice notice) {
    ConversationTable.setExpireIn(handle, conversation, seconds);
    changed = true;
    tell(notice);
  }

  void tell(Notice notice) {
    tell(notice, Optional.empty());
  }

  private void tell(Notice notice, Optional<UserId> removed) {
    toMembers++;
    outbox.tellMembers(handle, conversation, removed, notice);
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
    return (long) toMembers * (audience + joined.size()) + toUsers;
  }

  boolean changed() {
    return changed;
  }

  Change after(Conversation now) {
    return new Change(now, joined, left);
  }
}
